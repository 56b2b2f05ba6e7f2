import assert from 'node:assert/strict'
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {FaultServer} from '../fault-server.ts'
import {faults} from '../faults.ts'
import {ProxyFleet} from '../proxy-fleet.ts'
import {killAll} from '../proxy-process.ts'
import {createRandom} from '../random.ts'
import {Visitors, type Submission} from '../visitors.ts'
import {readJournal, type Operation} from './journal.ts'
import {SimulatedDisk} from './simulated-disk.ts'

export interface RecordingPlan {
  /** The path of the compiled shim. */
  shim: string
  leads: number
  visitors: number
  seed: number
  /** Encrypts the outbox: 32 bytes in base64. */
  key?: string
}

/** What a proxy did to its disk, and what its visitors know. */
export interface Recording {
  operations: Operation[]
  /** What was submitted, by lead. */
  submissions: ReadonlyMap<string, Submission>
  /** The lead that was acknowledged, by the id of the request, which the response in the journal has. */
  requests: ReadonlyMap<string, string>
}

/** Runs a proxy under load, kills and restarts it once in between, and journals what it does to its disk. */
export async function record({shim, leads, visitors: concurrency, seed, key}: RecordingPlan): Promise<Recording> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'signup-power-cut-'))
  const files = {database: join(folder, 'outbox', 'outbox.db'), journal: join(folder, 'journal')}
  mkdirSync(join(folder, 'outbox'))
  const api = new FaultServer(
    createRandom(seed, 'api'),
    faults.filter(({pausesQueue}) => !pausesQueue), // an operator would be another process on the file
  )
  await api.listen()
  const env = {...createEnvironment(api.url, files), LD_PRELOAD: shim, ...(key && {OUTBOX_KEY: key})}
  const fleet = new ProxyFleet(env, createRandom(seed, 'fleet'))
  const visitors = new Visitors(() => fleet.endpoints, createRandom(seed, 'visitors'))
  try {
    await fleet.start(1)
    await Promise.all([visitors.submit(leads, concurrency), killHalfway(fleet, visitors, leads)])
    await fleet.stop('SIGKILL')
    assert.deepEqual(visitors.unexpected, [])
  } finally {
    killAll()
    await Promise.all([visitors.close(), api.stop()])
  }
  const operations = readJournal(files.journal)
  assertComplete(operations, files.database)
  rmSync(folder, {recursive: true}) // some 60 kB for each lead
  return {operations, submissions: visitors.submissions, requests: visitors.requests}
}

function createEnvironment(apiUrl: string, files: {database: string; journal: string}): Record<string, string> {
  return {
    POWER_CUT_FILE: files.database,
    POWER_CUT_JOURNAL: files.journal,
    CONTACT_API_URL: apiUrl,
    OUTBOX: `file:${files.database}`,
    ANSWER_WITHIN: '1',
    REDELIVERY_RATE: '1000',
    RATE_LIMIT_ADDRESS: 'off',
    RATE_LIMIT_PERSON: 'off',
  }
}

async function killHalfway(fleet: ProxyFleet, visitors: Visitors, leads: number): Promise<void> {
  while (visitors.acknowledged.size + visitors.refused.size < leads / 2) await sleep(1)
  await fleet.killOne()
}

/** Replays the journal without a power cut: the files must be those on the disk, or the journal has a gap. */
function assertComplete(operations: Operation[], database: string): void {
  const disk = new SimulatedDisk()
  for (const operation of operations) disk.apply(operation)
  for (const [name, content] of disk.current())
    assert.ok(content.equals(readFileSync(database + name)), `the journal lacks changes of outbox.db${name}`)
  const written = readdirSync(dirname(database)).filter(name => !name.endsWith('-shm'))
  const journaled = [...disk.current().keys()].map(name => basename(database) + name)
  assert.deepEqual(written.sort(), journaled.sort())
}
