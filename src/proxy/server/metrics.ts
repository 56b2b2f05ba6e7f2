import {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} from 'prom-client'
import type {LogEvent} from '../config/options.ts'
import type {Outbox} from '../outbox/outbox.ts'

/** What Prometheus collects: numbers of codes and states, never of persons. */
export interface Metrics {
  /** Counts an event of the log. */
  count(event: LogEvent): void
  contentType: string
  /** The text that is collected. */
  text(): Promise<string>
}

const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Every number comes from the log's events, so that the two never differ; the leads' from the store. */
export function createMetrics(outbox?: Outbox): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({register: registry})
  const requests = new Counter({
    name: 'contact_signup_requests_total',
    help: 'Requests by what became of them',
    labelNames: ['event'],
    registers,
  })
  const seconds = new Histogram({
    name: 'contact_signup_request_seconds',
    help: 'Time to the answer',
    buckets,
    registers,
  })
  const events = new Counter({
    name: 'contact_signup_events_total',
    help: 'Other events of the log',
    labelNames: ['event', 'level'],
    registers,
  })
  if (outbox) watchLeads(outbox, registers)
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

function watchLeads(outbox: Outbox, registers: Registry[]): void {
  const leads = new Gauge({
    name: 'contact_signup_leads',
    help: 'Leads in the outbox by state',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await outbox.counts(Date.now()).catch(() => undefined)
      for (const state of ['pending', 'sending', 'dead', 'quarantined'] as const)
        if (counts) leads.set({state}, counts[state])
      if (counts) paused.set(counts.paused ? 1 : 0)
      if (counts) oldest.set(counts.oldest / 1000)
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
