import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import type {State} from '../../../src/proxy/outbox/outbox.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import type {Promised} from './promises.ts'
import type {Image} from './simulated-disk.ts'

/** What outboxes have kept after a power cut, as numbers of leads, and what they have forgotten, by lead. */
export interface Findings {
  counts: Counts
  /** Acknowledged, and not in the outbox. */
  lost: string[]
  /** The visitor got 201, and the outbox would send the lead again. */
  undelivered: string[]
  /** Acknowledged, and no consent record with the wording is in the outbox. */
  withoutEvidence: string[]
  /** Sent to the contact API, and not in the outbox: the next attempt would not know of this one. */
  sentUnstored: string[]
  /** Outboxes that cannot be opened or read. */
  corrupt: string[]
}

/** Leads that had been acknowledged, and in which state they were found. */
interface Counts {
  acknowledged: number
  delivered: number
  dead: number
  pending: number
}

export const noFindings = (): Findings => ({
  counts: {acknowledged: 0, delivered: 0, dead: 0, pending: 0},
  lost: [],
  undelivered: [],
  withoutEvidence: [],
  sentUnstored: [],
  corrupt: [],
})

/** Writes the files of an outbox into a new folder and returns the path of the database. */
export function writeImage(image: Image): string {
  const path = join(mkdtempSync(join(tmpdir(), 'signup-image-')), 'outbox.db')
  for (const [name, content] of image) writeFileSync(path + name, content)
  return path
}

/** Opens an outbox as the proxy does after a power cut, and compares it with what had been promised. */
export async function inspect(path: string, promised: Iterable<Promised>, key?: string): Promise<Findings> {
  const findings = noFindings()
  const encryptionKey = key === undefined ? undefined : Buffer.from(key, 'base64')
  try {
    const outbox = (await openOutbox({place: {kind: 'file', path}, key: encryptionKey}))! // undefined for `none` only
    await compare(outbox, [...promised], findings).finally(() => outbox.close())
    checkIntegrity(path)
  } catch (error) {
    findings.corrupt.push(String(error))
  }
  return findings
}

async function compare(outbox: StoredOutbox, promised: Promised[], findings: Findings): Promise<void> {
  const wordings = await readWordings(outbox)
  const stored = await Promise.all(promised.map(({key}) => outbox.find(key)))
  for (const [index, {lead, wording, acknowledged, delivered, sent}] of promised.entries()) {
    const state = stored[index]?.state
    if (acknowledged) count(findings.counts, state)
    if (sent && state === undefined) findings.sentUnstored.push(lead)
    if (acknowledged && state === undefined) findings.lost.push(lead)
    if (delivered && state !== 'delivered') findings.undelivered.push(lead)
    if (acknowledged && wordings.get(lead) !== wording) findings.withoutEvidence.push(lead)
  }
}

function count(counts: Counts, state: State | undefined): void {
  counts.acknowledged += 1
  if (state === 'delivered' || state === 'dead') counts[state] += 1
  else if (state === 'refused') counts.dead += 1
  else if (state !== undefined) counts.pending += 1
}

/** Reads the consent wording that the record of each lead has, by the name in the lead's e-mail address. */
async function readWordings(outbox: StoredOutbox): Promise<Map<string, string>> {
  const wordings = new Map<string, string>()
  for await (const {email = '', terms} of await outbox.evidence()) wordings.set(email.split('@')[0]!, terms?.text ?? '')
  return wordings
}

function checkIntegrity(path: string): void {
  const database = new DatabaseSync(path)
  try {
    const rows = database.prepare('PRAGMA integrity_check').all()
    const [row] = rows
    if (rows.length !== 1 || row?.integrity_check !== 'ok') throw new Error(JSON.stringify(rows))
  } finally {
    database.close()
  }
}

/** Adds what was found in one outbox to what was found before. */
export function addFindings(total: Findings, {counts, ...leads}: Findings, prefix: string): void {
  for (const [state, number] of Object.entries(counts) as [keyof Counts, number][]) total.counts[state] += number // its own keys
  for (const [kind, found] of Object.entries(leads) as [keyof typeof leads, string[]][])
    // its own keys
    total[kind].push(...found.map(what => prefix + what))
}

/** Whether nothing was forgotten. */
export const isIntact = ({counts: _counts, ...leads}: Findings): boolean =>
  Object.values(leads).every(({length}) => length === 0)

/** Formats the findings as one line. */
export function summaryOf({counts, lost, undelivered, withoutEvidence, sentUnstored, corrupt}: Findings): string {
  const {acknowledged, delivered, dead, pending} = counts
  const isComplete = acknowledged === delivered + dead + pending
  const doubled = new Set([...undelivered, ...sentUnstored])
  return `acknowledged ${acknowledged} ${isComplete ? '=' : '≠'} delivered ${delivered} + dead-lettered ${dead} + pending ${pending}, lost ${lost.length}, doubled ${doubled.size}, without evidence ${withoutEvidence.length}, corrupt ${corrupt.length}`
}

export function removeImage(path: string): void {
  rmSync(join(path, '..'), {recursive: true, force: true})
}
