import {setTimeout as sleep} from 'node:timers/promises'
import type {ClaimedLead} from '../../../../src/proxy/outbox/outbox.ts'
import type {Settlement} from '../../../../src/proxy/outbox/retry-policy.ts'
import type {StoredOutbox} from '../../../../src/proxy/outbox/stored-outbox.ts'
import {lease, upTo} from '../../../support/outbox.ts'

/** Two connections to one store, as two processes have them. */
export interface Outboxes {
  one: StoredOutbox
  other: StoredOutbox
}

export const minute = 60_000
export const delivered: Settlement = {state: 'delivered', due: 0, status: 201, maybeDelivered: false}
export const postponed = (due: number): Settlement => ({
  state: 'pending',
  reason: 'not_sent',
  due,
  maybeDelivered: false,
})

/** Claims until it gets this lead. The tests share a store, so leads of other tests are settled. */
export async function claimOne(
  outbox: StoredOutbox,
  id: string,
  at = Date.now(),
  owner = 'proxy-1',
): Promise<ClaimedLead> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const found = await outbox.claim(lease(at, owner), upTo(1))
    const claimed = found.find(lead => lead.id === id)
    if (claimed) return claimed
    for (const lead of found) await outbox.settle(lead, lease(at, owner), delivered)
    await sleep(5)
  }
  throw new Error(`was never due: ${id}`)
}
