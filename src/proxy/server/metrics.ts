import {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} from 'prom-client'
import {otherEvents, requestEvents, type LogEvent} from '../http/log-event.ts'
import type {Outbox} from '../outbox/outbox.ts'
import {registerLeadGauges} from './lead-gauges.ts'
import {countDroppedLines} from './log.ts'

/** Metrics for Prometheus: counts of codes and states, no personal data. */
export interface Metrics {
  /** Counts an event of the log. */
  count(event: LogEvent): void
  /** @param status of the contact API, or `none` */
  observeApi(status: string, seconds: number): void
  observeStore(operation: 'store' | 'settle', seconds: number): void
  contentType: string
  /** The text exposition of all metrics. */
  text(): Promise<string>
}

export interface MetricsSources {
  outbox?: Outbox
  /** The attempts in flight, and the most that may be. */
  attempts?: () => {inFlight: number; limit: number}
}

const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Requests and events are counted from the log's events, so that metrics and log never differ; leads from the outbox. */
export function createMetrics({outbox, attempts}: MetricsSources = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({register: registry})
  registerDroppedLines(registers)
  if (outbox) registerLeadGauges(outbox, registers)
  if (attempts) registerAttempts(attempts, registers)
  const countEvent = registerEvents(registers)
  const api = new Histogram({
    name: 'contact_signup_api_seconds',
    help: 'Time to the response of the contact API',
    labelNames: ['status'],
    buckets,
    registers,
  })
  const store = new Histogram({
    name: 'contact_signup_store_seconds',
    help: 'Time until a lead or the outcome of an attempt is on disk',
    labelNames: ['operation'],
    buckets,
    registers,
  })
  for (const status of ['201', 'none']) api.zero({status})
  for (const operation of ['store', 'settle']) store.zero({operation})
  return {
    count: countEvent,
    observeApi: (status, seconds) => api.observe({status}, seconds),
    observeStore: (operation, seconds) => store.observe({operation}, seconds),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

function registerEvents(registers: Registry[]): Metrics['count'] {
  const requests = new Counter({
    name: 'contact_signup_requests_total',
    help: 'Requests by outcome',
    labelNames: ['event'],
    registers,
  })
  const seconds = new Histogram({
    name: 'contact_signup_request_seconds',
    help: 'Time to the response',
    buckets,
    registers,
  })
  const events = new Counter({
    name: 'contact_signup_events_total',
    help: 'Other events of the log',
    labelNames: ['event', 'level'],
    registers,
  })
  for (const event of requestEvents) requests.inc({event}, 0)
  for (const [event, levels] of Object.entries(otherEvents)) for (const level of levels) events.inc({event, level}, 0)
  return ({event, level, ms}) => {
    if (typeof ms !== 'number') return events.inc({event, level})
    requests.inc({event})
    seconds.observe(ms / 1000)
  }
}

function registerDroppedLines(registers: Registry[]): void {
  const dropped = new Counter({
    name: 'contact_signup_log_lines_dropped_total',
    help: 'Lines of the log that could not be written',
    registers,
    collect() {
      dropped.reset()
      dropped.inc(countDroppedLines())
    },
  })
}

function registerAttempts(read: NonNullable<MetricsSources['attempts']>, registers: Registry[]): void {
  const inFlight = new Gauge({
    name: 'contact_signup_attempts_in_flight',
    help: 'Leads that are being sent to the contact API',
    registers,
    collect() {
      const attempts = read()
      inFlight.set(attempts.inFlight)
      limit.set(attempts.limit)
    },
  })
  const limit = new Gauge({
    name: 'contact_signup_attempts_limit',
    help: 'The most leads that are sent at a time',
    registers,
  })
}
