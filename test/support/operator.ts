import {randomBytes} from 'node:crypto'
import {runCommand} from '../../src/proxy/commands/commands.ts'
import {readOutboxSettings} from '../../src/proxy/config/environment.ts'
import {requirePlace} from '../../src/proxy/outbox/location.ts'
import {openSqlOutbox} from '../../src/proxy/outbox/open.ts'
import type {Settlement} from '../../src/proxy/outbox/retry-policy.ts'
import type {SqlOutbox} from '../../src/proxy/outbox/sql/sql-outbox.ts'
import {entry, freshPath, lease} from './outbox.ts'
import type {Postgres} from './postgres.ts'

/** What a command printed, and its exit code. */
export interface CommandResult {
  code: number
  printed: string[]
  remarks: string[]
  /** The lines of the audit among the remarks. */
  audits: Record<string, unknown>[]
}

/** Runs a command in this process, with these environment variables. */
export async function runWith(env: Record<string, string>, ...args: string[]): Promise<CommandResult> {
  const [printed, remarks]: [string[], string[]] = [[], []]
  const code = await runCommand(args, {env, print: line => printed.push(line), remark: line => remarks.push(line)})
  const isAudit = (line: string) => line.includes('"event":"audit"')
  return {
    code,
    printed,
    remarks: remarks.filter(line => !isAudit(line)),
    audits: remarks.filter(isAudit).map(line => JSON.parse(line) as Record<string, unknown>),
  }
}

/** Creates an encrypted outbox of each kind, for the same tests. */
export function storesOf(postgres: () => Postgres): [name: string, create: (name: string) => Promise<OperatedStore>][] {
  return [
    ['a SQLite file', async () => openStore(`file:${freshPath()}`)],
    ['PostgreSQL', async name => openStore(await postgres().createDatabase(name))],
  ]
}

/** An outbox that a test fills and that commands work on. */
export interface OperatedStore {
  env: Record<string, string>
  outbox: SqlOutbox
  command(...args: string[]): Promise<CommandResult>
}

async function openStore(OUTBOX: string): Promise<OperatedStore> {
  const env = {OUTBOX, OUTBOX_KEY: randomBytes(32).toString('base64')}
  const settings = readOutboxSettings(env)
  const outbox = await openSqlOutbox(settings, requirePlace(settings.place))
  return {env, outbox, command: (...args) => runWith(env, ...args)}
}

/** Stores a lead and settles it. Returns its entry. */
export async function storeSettled(
  outbox: SqlOutbox,
  storedAt: number,
  settlement: Partial<Settlement> & Pick<Settlement, 'state'>,
  change: Parameters<typeof entry>[0] = {},
) {
  const lead = entry(change)
  await outbox.store(lead, storedAt, lease(storedAt))
  const settled = {due: storedAt, maybeDelivered: false, ...settlement}
  await outbox.settle({id: lead.key, probe: false}, lease(storedAt), settled)
  return lead
}

/** Stores leads in small groups: a busy machine refuses hundreds of connections at once. */
export async function storeMany(outbox: SqlOutbox, leads: readonly ReturnType<typeof entry>[], now: number) {
  const groupSize = 10
  for (let start = 0; start < leads.length; start += groupSize)
    await Promise.all(leads.slice(start, start + groupSize).map(lead => outbox.store(lead, now)))
}
