import {Gauge, type Registry} from 'prom-client'
import type {Outbox} from '../outbox/outbox.ts'
import {cacheCounts} from './cached-counts.ts'

const leadStates = ['pending', 'sending', 'dead', 'refused', 'quarantined'] as const

/** Gauges of the leads in the outbox. */
export function registerLeadGauges(outbox: Outbox, registers: Registry[]): void {
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
