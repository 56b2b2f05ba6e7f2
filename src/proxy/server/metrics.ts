import {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} from 'prom-client'
import type {LogEvent} from '../http/log-event.ts'
import type {Outbox} from '../outbox/outbox.ts'
import {cacheCounts} from './cached-counts.ts'
import {countDroppedLines} from './log.ts'

/** Metrics for Prometheus: counts of codes and states, no personal data. */
export interface Metrics {
  /** Counts an event of the log. */
  count(event: LogEvent): void
  contentType: string
  /** The text exposition of all metrics. */
  text(): Promise<string>
}

const bucketSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Requests and events are counted from the log's events, so that metrics and log never differ; leads from the outbox. */
export function createMetrics(outbox?: Outbox): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({register: registry})
  const requests = new Counter({
    name: 'contact_signup_requests_total',
    help: 'Requests by outcome',
    labelNames: ['event'],
    registers,
  })
  const seconds = new Histogram({
    name: 'contact_signup_request_seconds',
    help: 'Time to the response',
    buckets: bucketSeconds,
    registers,
  })
  const events = new Counter({
    name: 'contact_signup_events_total',
    help: 'Other events of the log',
    labelNames: ['event', 'level'],
    registers,
  })
  const dropped = new Counter({
    name: 'contact_signup_log_lines_dropped_total',
    help: 'Lines of the log that could not be written',
    registers,
    collect() {
      dropped.reset()
      dropped.inc(countDroppedLines())
    },
  })
  if (outbox) registerLeadGauges(outbox, registers)
  return {
    count({event, level, ms}) {
      if (typeof ms !== 'number') return events.inc({event, level})
      requests.inc({event})
      seconds.observe(ms / 1000)
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

const leadStates = ['pending', 'sending', 'dead', 'quarantined'] as const

function registerLeadGauges(outbox: Outbox, registers: Registry[]): void {
  const readCounts = cacheCounts(() => outbox.counts(Date.now()))
  const leads = new Gauge({
    name: 'contact_signup_leads',
    help: 'Leads in the outbox by state',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await readCounts()
      if (!counts) return
      for (const state of leadStates) leads.set({state}, counts[state])
      paused.set(counts.paused ? 1 : 0)
      oldest.set(counts.oldest / 1000)
    },
  })
  const paused = new Gauge({
    name: 'contact_signup_queue_paused',
    help: 'Whether delivery from the outbox is paused',
    registers,
  })
  const oldest = new Gauge({
    name: 'contact_signup_oldest_lead_seconds',
    help: 'Age of the oldest undelivered lead',
    registers,
  })
}
