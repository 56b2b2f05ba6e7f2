import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import type {OutboxSettings} from '../../src/proxy/outbox/location.ts'
import type {StoredOutbox} from '../../src/proxy/outbox/stored-outbox.ts'
import {audit, type AuditResult, type Outage} from './audit.ts'
import {FaultServer} from './fault-server.ts'
import {drain, readLeftover} from './leftover.ts'
import {ProxyFleet} from './proxy-fleet.ts'
import {killAll} from './proxy-process.ts'
import {createRandom, newSeed, type Random} from './random.ts'
import {Visitors} from './visitors.ts'

const maxDatabaseOutageMs = 1_500

type StoredPlace = Exclude<OutboxSettings['place'], {kind: 'none'}>

export interface Plan {
  leads: number
  kills: number
  /** Proxies on one outbox. */
  proxies: number
  /** Visitors who submit at the same time. */
  visitors: number
  /** A new SQLite file by default. */
  place?: StoredPlace
  /** How often the database is stopped at once, and what stops it while a function runs. */
  databaseStops?: {count: number; whileCrashed(run: () => Promise<void>): Promise<void>}
  /** Decides when to kill, what the API responds, and what visitors do; random by default. */
  seed?: number
  /** How long the outbox may take to deliver everything after the faults have ended. */
  drainTimeoutMs?: number
  log?: (line: string) => void
}

export type ChaosResult = AuditResult & {
  seed: number
  kills: number
  databaseStops: number
  /** Deliveries that the processes logged as recorded. */
  recorded: number
  unexpected: string[]
  faultCounts: Map<string, number>
}

/**
 * Runs proxies under load against a contact API that responds with faults, and kills and restarts them without warning.
 * At the end it compares the visitors' responses with what the API received and what the outbox still holds.
 */
export async function runChaos(plan: Plan): Promise<ChaosResult> {
  const {place = createFilePlace(), drainTimeoutMs = 180_000, seed = newSeed(), log = () => {}} = plan
  const api = new FaultServer(createRandom(seed, 'api'))
  await api.listen()
  const fleet = new ProxyFleet(createEnvironment(api.url, place), createRandom(seed, 'fleet'))
  const visitors = new Visitors(() => fleet.endpoints, createRandom(seed, 'visitors'))
  try {
    await fleet.start(plan.proxies)
    const operator = (await openOutbox({place}))! // undefined for `none` only
    const outages: Outage[] = []
    await causeChaos({plan, api, fleet, visitors, operator, outages, seed, log})
    log(`${visitors.acknowledged.size} acknowledged, ${visitors.refused.size} refused, ${fleet.deaths.size} kills`)
    api.endFaults()
    await drain(operator, drainTimeoutMs, log)
    const {acknowledged, unexpected} = visitors
    const leftover = await readLeftover(operator)
    const recorded = toNames(fleet.recorded, visitors)
    const result = audit({ledger: api.ledger, acknowledged, deaths: fleet.deaths, recorded, outages, ...leftover})
    const kills = fleet.deaths.size
    await fleet.stop()
    await Promise.all([visitors.close(), operator.close(), api.stop()])
    return {
      ...result,
      seed,
      kills,
      databaseStops: outages.length,
      recorded: recorded.size,
      unexpected,
      faultCounts: api.faultCounts,
    }
  } catch (error) {
    killAll()
    await api.stop()
    throw error
  }
}

function createFilePlace(): StoredPlace {
  return {kind: 'file', path: join(mkdtempSync(join(tmpdir(), 'signup-chaos-')), 'outbox.db')}
}

function createEnvironment(apiUrl: string, place: StoredPlace): Record<string, string> {
  return {
    CONTACT_API_URL: apiUrl,
    OUTBOX: place.kind === 'file' ? `file:${place.path}` : place.url,
    ANSWER_WITHIN: '1',
    REDELIVERY_RATE: '1000',
    RATE_LIMIT_ADDRESS: 'off',
    RATE_LIMIT_PERSON: 'off',
    RATE_LIMIT_TOTAL: 'off',
  }
}

/** The id of a lead is the key of its submission. */
function toNames<T>(byId: ReadonlyMap<string, T>, {submissions}: Visitors): Map<string, T> {
  return new Map(
    [...submissions.values()].flatMap(({lead, key}) => (byId.has(key) ? [[lead, byId.get(key)!] as const] : [])),
  )
}

interface Chaos {
  plan: Plan
  api: FaultServer
  fleet: ProxyFleet
  visitors: Visitors
  operator: StoredOutbox
  outages: Outage[]
  seed: number
  log: (line: string) => void
}

/** Submits all leads and, until each has its response, kills proxies and interrupts the API. */
async function causeChaos(chaos: Chaos): Promise<void> {
  const {plan, api, visitors, operator, seed} = chaos
  const submitted = new AbortController()
  await Promise.all([
    visitors.submit(plan.leads, plan.visitors).finally(() => submitted.abort()),
    killRandomly(chaos, createRandom(seed, 'kills'), submitted.signal),
    stopDatabaseRandomly(chaos, createRandom(seed, 'database'), submitted.signal),
    resumeRepeatedly(operator, submitted.signal),
    interruptRepeatedly(api, createRandom(seed, 'interruptions'), submitted.signal),
  ])
}

async function killRandomly(
  {plan: {leads, kills}, fleet, visitors, log}: Chaos,
  random: Random,
  submitted: AbortSignal,
): Promise<void> {
  for await (const kill of spread({count: kills, leads, visitors}, random, submitted)) {
    await fleet.killOne()
    if (kill % 20 === 0) log(`${kill} kills, ${visitors.acknowledged.size} acknowledged`)
  }
}

async function stopDatabaseRandomly(
  {plan: {leads, databaseStops}, visitors, outages, log}: Chaos,
  random: Random,
  submitted: AbortSignal,
): Promise<void> {
  if (!databaseStops) return
  for await (const stop of spread({count: databaseStops.count, leads, visitors}, random, submitted)) {
    const from = performance.now()
    await databaseStops.whileCrashed(() => sleep(maxDatabaseOutageMs * random()))
    outages.push({from, to: performance.now()})
    log(`${stop} stops of the database, ${visitors.acknowledged.size} acknowledged`)
  }
}

/** Spreads incidents evenly over the leads, each at a random moment. */
async function* spread(
  {count, leads, visitors}: {count: number; leads: number; visitors: Visitors},
  random: Random,
  submitted: AbortSignal,
): AsyncGenerator<number> {
  const leadsPerIncident = leads / (count + 1)
  for (let incident = 1; incident <= count; incident += 1) {
    const at = leadsPerIncident * (incident - random())
    while (!submitted.aborted && visitors.acknowledged.size + visitors.refused.size < at) await sleep(1)
    await sleep(20 * random())
    yield incident
  }
}

/** Acts as the operator, who ends the pauses that account errors cause. */
async function resumeRepeatedly(operator: StoredOutbox, submitted: AbortSignal): Promise<void> {
  while (!submitted.aborted) {
    await sleep(500)
    await operator.resume().catch(() => {}) // the database may be stopped
  }
}

/** Makes the API unreachable for 200 ms, every three to seven seconds. */
async function interruptRepeatedly(api: FaultServer, random: Random, submitted: AbortSignal): Promise<void> {
  while (!submitted.aborted) {
    await sleep(3_000 + 4_000 * random())
    await api.stop()
    await sleep(200)
    await api.listen()
  }
}
