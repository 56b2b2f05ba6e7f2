import {Gauge, type Registry} from 'prom-client'
import type {Counts} from '../outbox/outbox.ts'
import {cacheCounts} from './cached-counts.ts'

const leadStates = ['pending', 'sending', 'dead', 'refused', 'quarantined'] as const

/** The counts of a store. */
export interface LeadCounts {
  counts(now: number): Promise<Counts>
  /** By the names of forms in the store: of these, and of all that have undelivered leads. */
  countForms(now: number, forms: readonly string[]): Promise<Record<string, Counts>>
}

/** The forms of a proxy that has several. */
export interface ServedForms {
  /** The names in the store of the forms in force. */
  ids(): readonly string[]
  /** The path of a form by its name in the store. */
  toPath(id: string): string
}

/** The label of a sample: none for a proxy with one form. */
type FormLabel = {form?: string}

/** Gauges of the leads in the outbox; of each form, if there are several. */
export function registerLeadGauges(outbox: LeadCounts, registers: Registry[], forms?: ServedForms): void {
  const readCounts = cacheCounts(() => (forms ? readForms(outbox, forms) : readAll(outbox)))
  const register = (gauge: GaugeConfiguration, set: (gauge: Gauge, label: FormLabel, counts: Counts) => void) => {
    new Gauge({
      ...gauge,
      registers,
      async collect() {
        const read = await readCounts()
        this.reset()
        for (const [label, counts] of read ?? []) set(this, label, counts)
      },
    })
  }
  register(
    {name: 'contact_signup_leads', help: 'Leads in the outbox by state', labelNames: ['state', 'form']},
    (gauge, label, counts) => leadStates.forEach(state => gauge.set({state, ...label}, counts[state])),
  )
  register(
    {
      name: 'contact_signup_queue_paused',
      help: 'Whether delivery from the outbox is paused',
      labelNames: ['form'],
    },
    (gauge, label, counts) => gauge.set(label, counts.paused ? 1 : 0),
  )
  register(
    {name: 'contact_signup_oldest_lead_seconds', help: 'Age of the oldest undelivered lead', labelNames: ['form']},
    (gauge, label, counts) => gauge.set(label, counts.oldest / 1000),
  )
}

type GaugeConfiguration = Pick<ConstructorParameters<typeof Gauge>[0], 'name' | 'help' | 'labelNames'>

async function readAll(outbox: LeadCounts): Promise<[FormLabel, Counts][]> {
  return [[{}, await outbox.counts(Date.now())]]
}

/** Of the forms in force, and of those that have leads. */
async function readForms(outbox: LeadCounts, {ids, toPath}: ServedForms): Promise<[FormLabel, Counts][]> {
  const counts = await outbox.countForms(Date.now(), ids())
  return Object.entries(counts).map(([id, found]) => [{form: toPath(id)}, found])
}
