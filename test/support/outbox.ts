import {randomUUID} from 'node:crypto'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {canonical} from '../../src/proxy/delivery/canonical.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import type {ClaimLimits, Entry, Lease} from '../../src/proxy/outbox/outbox.ts'
import type {OutboxSettings} from '../../src/proxy/outbox/location.ts'
import type {StoredOutbox} from '../../src/proxy/outbox/stored-outbox.ts'

/** Returns a path in a new temporary folder. */
export const freshPath = (): string => join(mkdtempSync(join(tmpdir(), 'signup-')), 'outbox.db')

/** Creates an entry as the proxy does, for a person that no other entry has. */
export function entry(change: Partial<Entry> & {email?: string} = {}): Entry {
  const {email = `${randomUUID()}@example.com`, ...rest} = change
  const body = {email, name_first: 'Ada'}
  return {
    key: randomUUID(),
    payload: canonical(body),
    content: canonical(body),
    person: {email},
    body,
    wordings: {d1: 'I agree'},
    record: {
      time: '2026-01-01T00:00:00Z',
      address: '203.0.113.9',
      page: 'https://ok.example/',
      lang: 'en',
      email,
      terms: {accepted: true, digest: 'd1'},
    },
    ...rest,
  }
}

export const lease = (now: number, owner = 'proxy-1', length = 30_000): Lease => ({owner, now, until: now + length})

/** The limits of a claim: as many leads of each kind. */
export const upTo = (leads: number): ClaimLimits => ({untried: leads, retries: leads})

const defaultTimeoutMs = 5_000
const pollIntervalMs = 5

/** Polls until a condition is met and returns its value. Throws after a time, five seconds by default, with the description. */
export async function until<T>(
  description: string,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = defaultTimeoutMs,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (performance.now() > deadline) throw new Error(`timed out waiting for: ${description}`)
    await sleep(pollIntervalMs)
  }
}

/** Opens an outbox in a SQLite file. */
export async function openFile(path = freshPath(), rest: Partial<OutboxSettings> = {}): Promise<StoredOutbox> {
  return (await openOutbox({place: {kind: 'file', path}, ...rest}))! // undefined for `none` only
}
