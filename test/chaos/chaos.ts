import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import type {OutboxLocation} from '../../src/proxy/outbox/location.ts'
import type {SqlOutbox} from '../../src/proxy/outbox/sql/sql-outbox.ts'
import {audit, type Verdict} from './audit.ts'
import {FaultServer} from './fault-server.ts'
import {killAll, startProxyProcess, type ProxyProcess} from './proxy-process.ts'
import {Visitors} from './visitors.ts'

export interface Plan {
  leads: number
  kills: number
  /** Proxies on one store. */
  proxies: number
  /** Visitors at a time. */
  visitors: number
  /** A SQLite file of its own by default. */
  place?: Exclude<OutboxLocation, {kind: 'none'}>
  /** Milliseconds the store may take to empty itself when the faults are over. */
  patience?: number
  say?: (line: string) => void
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

/**
 * Runs proxies under load in front of a lying API, kills them without warning, starts them again, and at the end
 * compares what visitors were told with what the API got and what the outbox still has.
 */
export async function runChaos({
  leads,
  kills,
  proxies,
  visitors: atOnce,
  place = freshFile(),
  patience = 180_000,
  say = () => {},
}: Plan): Promise<Verdict & {kills: number; odd: string[]; played: Map<string, number>}> {
  const api = new FaultServer()
  await api.listen()
  const env = {
    CONTACT_API_URL: api.url,
    OUTBOX: place.kind === 'file' ? `file:${place.path}` : place.url,
    ANSWER_WITHIN: '1',
    REDELIVERY_RATE: '1000',
    RATE_LIMIT_ADDRESS: 'off',
    RATE_LIMIT_PERSON: 'off',
    RATE_LIMIT_TOTAL: 'off',
  }
  const deaths = new Map<string, number>()
  const running = await Promise.all(Array.from({length: proxies}, () => startProxyProcess(env))).catch(giveUp)
  const operator = (await openOutbox({place}))! // it is not `none`
  const visitors = new Visitors(() => running.filter(proxy => !deaths.has(proxy.sender)).map(({endpoint}) => endpoint))
  let over = false

  const work = visitors.bring(leads, atOnce, 'lead').finally(() => (over = true))
  await Promise.all([work, killNowAndThen(), mend(), disconnect()]).catch(giveUp)
  say(
    `${visitors.acknowledged.size} acknowledged, ${visitors.refused.size} refused, ${deaths.size} kills; the faults are over`,
  )
  api.calm()
  await drain(operator, patience, say)
  const left = await booksOf(operator)
  const verdict = audit({ledger: api.ledger, acknowledged: visitors.acknowledged, deaths, ...left})
  await Promise.all(running.filter(proxy => !deaths.has(proxy.sender)).map(proxy => proxy.kill('SIGTERM')))
  await Promise.all([visitors.close(), operator.close(), api.goAway()])
  return {...verdict, kills: deaths.size, odd: visitors.odd, played: api.played}

  async function giveUp(error: unknown): Promise<never> {
    killAll()
    await api.goAway()
    throw error
  }

  /** A kill for every so many leads, at a moment that nobody chose. */
  async function killNowAndThen(): Promise<void> {
    const stride = leads / (kills + 1)
    for (let kill = 1; kill <= kills; kill += 1) {
      const after = stride * (kill - Math.random())
      while (!over && visitors.acknowledged.size + visitors.refused.size < after) await pause(1)
      await pause(20 * Math.random())
      await killOne()
      if (kill % 20 === 0) say(`${kill} kills, ${visitors.acknowledged.size} acknowledged`)
    }
  }

  async function killOne(): Promise<void> {
    const index = Math.floor(Math.random() * running.length)
    const victim: ProxyProcess = running[index]!
    deaths.set(victim.sender, performance.now())
    await victim.kill()
    deaths.set(victim.sender, performance.now())
    running[index] = await startProxyProcess(env)
  }

  /** The operator: ends the pauses that account faults have caused. */
  async function mend(): Promise<void> {
    while (!over) {
      await pause(500)
      await operator.resume()
    }
  }

  /** Now and then nobody listens at the API. */
  async function disconnect(): Promise<void> {
    while (!over) {
      await pause(3_000 + 4_000 * Math.random())
      await api.goAway()
      await pause(200)
      await api.listen()
    }
  }
}

function freshFile(): Plan['place'] & {} {
  return {kind: 'file', path: join(mkdtempSync(join(tmpdir(), 'signup-chaos-')), 'outbox.db')}
}

/** Waits until nothing is left to deliver. */
async function drain(operator: SqlOutbox, patience: number, say: (line: string) => void): Promise<void> {
  const end = performance.now() + patience
  for (let look = 0; performance.now() < end; look += 1) {
    await operator.resume()
    const {pending, sending} = await operator.counts(Date.now())
    if (look % 50 === 0) say(`${pending} pending, ${sending} sending`)
    if (pending + sending === 0) return
    await pause(200)
  }
}

/** What the outbox still has, by the local part of each lead's e-mail: the consent records tell whose a lead is. */
async function booksOf(operator: SqlOutbox): Promise<{pending: Set<string>; dead: Set<string>}> {
  const names = new Map((await operator.evidence()).map(({lead, email = ''}) => [lead, email.split('@')[0]!]))
  const namesOf = async (states: string[]) => {
    const found = new Set<string>()
    for (let page = await operator.list(states); page.length > 0; page = await operator.list(states, page.at(-1)))
      for (const {id} of page) found.add(names.get(id) ?? id)
    return found
  }
  return {pending: await namesOf(['pending', 'sending']), dead: await namesOf(['dead'])}
}
