import {randomUUID} from 'node:crypto'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {canonical} from '../../src/proxy/delivery/canonical.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import type {Entry, Lease} from '../../src/proxy/outbox/outbox.ts'
import type {OutboxSettings} from '../../src/proxy/outbox/location.ts'
import type {SqlOutbox} from '../../src/proxy/outbox/sql/sql-outbox.ts'

/** A path where no database is yet. */
export const freshPath = (): string => join(mkdtempSync(join(tmpdir(), 'signup-')), 'outbox.db')

/** An entry as the proxy makes it, of a person nobody else is. */
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

/** Waits until a condition holds; it fails after five seconds, and says what it waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = performance.now() + 5_000
  for (;;) {
    const seen = await look()
    if (seen) return seen
    if (performance.now() > end) throw new Error(`never happened: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

/** An outbox in a SQLite file. */
export async function openFile(path = freshPath(), rest: Partial<OutboxSettings> = {}): Promise<SqlOutbox> {
  return (await openOutbox({place: {kind: 'file', path}, ...rest}))! // a file is no `none`
}
