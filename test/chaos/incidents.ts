import {setTimeout as sleep} from 'node:timers/promises'
import type {StoredOutbox} from '../../src/proxy/outbox/stored-outbox.ts'
import type {Outage} from './audit.ts'
import type {FaultServer} from './fault-server.ts'
import type {ProxyFleet} from './proxy-fleet.ts'
import {createRandom, type Random} from './random.ts'
import type {Visitors} from './visitors.ts'

const maxDatabaseOutageMs = 1_500

export interface IncidentPlan {
  leads: number
  kills: number
  /** Visitors who submit at the same time. */
  visitors: number
  /** How often the database is stopped at once, and what stops it while a function runs. */
  databaseStops?: {count: number; whileCrashed(run: () => Promise<void>): Promise<void>}
}

/** What takes part in a run. */
export interface Chaos {
  plan: IncidentPlan
  api: FaultServer
  fleet: ProxyFleet
  visitors: Visitors
  operator: StoredOutbox
  outages: Outage[]
  seed: number
  log: (line: string) => void
}

/** Submits all leads and, until each has its response, kills proxies, stops the database and interrupts the API. */
export async function causeChaos(chaos: Chaos): Promise<void> {
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
