import {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} from 'prom-client'
import {otherEvents, requestEvents, type LogEvent} from '../http/log-event.ts'
import {registerLeadGauges, type LeadCounts, type ServedForms} from './lead-gauges.ts'
import {countDroppedLines} from './log.ts'

/** Metrics for Prometheus: counts of codes and states, no personal data. */
export interface Metrics {
  /** Counts an event of the log. */
  count(event: LogEvent): void
  /** Begins to count the events of these forms, from 0. */
  addForms(paths: readonly string[]): void
  /** @param status of the contact API, or `none` */
  observeApi(status: string, seconds: number, form?: string): void
  observeStore(operation: 'store' | 'settle', seconds: number): void
  contentType: string
  /** The text exposition of all metrics. */
  text(): Promise<string>
}

export interface MetricsSources {
  outbox?: LeadCounts
  /** The attempts in flight, and the most that may be; of each form, if there are several. */
  attempts?: () => readonly Attempts[]
  /** If there are several forms: samples of what belongs to one then have the label `form`. */
  forms?: ServedForms
}

interface Attempts {
  inFlight: number
  limit: number
  form?: string
}

/** A sample of a proxy with one form has no label `form`. */
const formLabel = (form: unknown) => (typeof form === 'string' ? {form} : {})

const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Requests and events are counted from the log's events, so that metrics and log never differ; leads from the outbox. */
export function createMetrics({outbox, attempts, forms}: MetricsSources = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({register: registry})
  registerDroppedLines(registers)
  if (outbox) registerLeadGauges(outbox, registers, forms)
  if (attempts) registerAttempts(attempts, registers)
  const events = registerEvents(registers)
  const api = new Histogram({
    name: 'contact_signup_api_seconds',
    help: 'Time to the response of the contact API',
    labelNames: ['status', 'form'],
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
    ...events,
    observeApi: (status, seconds, form) => api.observe({status, ...formLabel(form)}, seconds),
    observeStore: (operation, seconds) => store.observe({operation}, seconds),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

function registerEvents(registers: Registry[]): Pick<Metrics, 'count' | 'addForms'> {
  const requests = new Counter({
    name: 'contact_signup_requests_total',
    help: 'Requests by outcome',
    labelNames: ['event', 'form'],
    registers,
  })
  const seconds = new Histogram({
    name: 'contact_signup_request_seconds',
    help: 'Time to the response',
    labelNames: ['form'],
    buckets,
    registers,
  })
  const events = new Counter({
    name: 'contact_signup_events_total',
    help: 'Other events of the log',
    labelNames: ['event', 'level', 'form'],
    registers,
  })
  const begin = (labels: {form?: string}) => {
    seconds.zero(labels)
    for (const event of requestEvents) requests.inc({event, ...labels}, 0)
    for (const [event, levels] of Object.entries(otherEvents))
      for (const level of levels) events.inc({event, level, ...labels}, 0)
  }
  begin({})
  return {
    count({event, level, ms, form}) {
      const labels = formLabel(form)
      if (typeof ms !== 'number') return events.inc({event, level, ...labels})
      requests.inc({event, ...labels})
      seconds.observe(labels, ms / 1000)
    },
    addForms: paths => paths.forEach(form => begin({form})),
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
  const register = (name: string, help: string, value: keyof Omit<Attempts, 'form'>) =>
    new Gauge({
      name,
      help,
      labelNames: ['form'],
      registers,
      collect() {
        this.reset()
        for (const attempts of read()) this.set(formLabel(attempts.form), attempts[value])
      },
    })
  register('contact_signup_attempts_in_flight', 'Leads that are being sent to the contact API', 'inFlight')
  register('contact_signup_attempts_limit', 'The most leads that are sent at a time', 'limit')
}
