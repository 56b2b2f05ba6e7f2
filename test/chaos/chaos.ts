import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import type {OutboxSettings} from '../../src/proxy/outbox/location.ts'
import {audit, type AuditResult, type Outage} from './audit.ts'
import {FaultServer} from './fault-server.ts'
import {causeChaos, type IncidentPlan} from './incidents.ts'
import {drain, readLeftover} from './leftover.ts'
import {ProxyFleet} from './proxy-fleet.ts'
import {killAll} from './proxy-process.ts'
import {createRandom, newSeed} from './random.ts'
import {Visitors} from './visitors.ts'

type StoredPlace = Exclude<OutboxSettings['place'], {kind: 'none'}>

export interface Plan extends IncidentPlan {
  /** Proxies on one outbox. */
  proxies: number
  /** A new SQLite file by default. */
  place?: StoredPlace
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
