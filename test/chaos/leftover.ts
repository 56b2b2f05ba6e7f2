import {setTimeout as sleep} from 'node:timers/promises'
import type {State} from '../../src/proxy/outbox/outbox.ts'
import type {StoredOutbox} from '../../src/proxy/outbox/stored-outbox.ts'

/** Waits until no lead is waiting for delivery, or the time is over. */
export async function drain(operator: StoredOutbox, timeoutMs: number, log: (line: string) => void): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (let polls = 0; performance.now() < deadline; polls += 1) {
    await operator.resume()
    const {pending, sending} = await operator.counts(Date.now())
    if (polls % 50 === 0) log(`${pending} pending, ${sending} sending`)
    if (pending + sending === 0) return
    await sleep(200)
  }
}

/** Reads what the outbox still holds, by the name in each lead's e-mail address, which its consent record has. */
export async function readLeftover(operator: StoredOutbox): Promise<{pending: Set<string>; dead: Set<string>}> {
  const names = new Map((await operator.evidence()).map(({lead, email = ''}) => [lead, email.split('@')[0]!]))
  const namesIn = async (states: State[]) => {
    const found = new Set<string>()
    for (const state of states)
      for (let page = await operator.list(state); page.length > 0; page = await operator.list(state, page.at(-1)!.n))
        for (const {id} of page) found.add(names.get(id) ?? id)
    return found
  }
  return {pending: await namesIn(['pending', 'sending']), dead: await namesIn(['dead', 'refused'])}
}
