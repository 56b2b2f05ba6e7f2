import {Gauge, type Registry} from 'prom-client'
import type {Counts} from '../outbox/outbox.ts'
import {cacheCounts} from './cached-counts.ts'

const leadStates = ['pending', 'sending', 'dead', 'refused', 'quarantined'] as const

/** The counts of a store. */
export interface LeadCounts {
  /** @param form its name in the store */
  counts(now: number, form: string): Promise<Counts>
  /** By the names of forms in the store: of these, and of all that have undelivered leads. */
  countForms(now: number, forms: readonly string[]): Promise<Record<string, Counts>>
}

/** The forms of a proxy that has several. */
export interface ServedForms {
  /** The names in the store of the forms that are served. */
  ids(): readonly string[]
  /** The path of a form by its name in the store. */
  toPath(id: string): string
}

/** The label of a sample: none for a proxy with one form. */
type FormLabel = {form?: string}

/** Gauges of the leads in the outbox; of each form, if there are several. */
export function registerLeadGauges(outbox: LeadCounts, registers: Registry[], forms?: ServedForms): void {
  const readCounts = cacheCounts(() => (forms ? readForms(outbox, forms) : readOne(outbox)))
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

/** Of the form that the environment configures: leads of others are those of forms that are not served any more. */
async function readOne(outbox: LeadCounts): Promise<[FormLabel, Counts][]> {
  return [[{}, await outbox.counts(Date.now(), '')]]
}

/** Of the forms that are served, and of those that have leads. Only a served form can be paused: nothing ends another's pause. */
async function readForms(outbox: LeadCounts, {ids, toPath}: ServedForms): Promise<[FormLabel, Counts][]> {
  const served = ids()
  const counts = await outbox.countForms(Date.now(), served)
  return Object.entries(counts).map(([id, {paused, ...found}]) => [
    {form: toPath(id)},
    served.includes(id) ? {...found, paused} : found,
  ])
}
