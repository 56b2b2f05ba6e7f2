import type {Counts} from '../outbox.ts'
import {toId} from './binary.ts'
import {findForms} from './forms.ts'
import type {Pause} from '../retry-policy.ts'
import {isPauseActive, pauseOf, readPauses} from './pause.ts'
import {placeholders, rows, type Row, type Steps, type Value} from './steps.ts'

/** A lead as the operator sees it: without personal data. */
export interface ListedLead {
  /** The position of the lead among all of them: leads are numbered as they are stored. */
  n: number
  id: string
  /** The path of the form that it was posted to; empty for the form that the environment configures. */
  form: string
  state: string
  reason?: string
  /** The last HTTP status of the API. */
  status?: number
  attempts: number
  /** Epoch milliseconds. */
  stored: number
  due: number
}

/** Which leads are meant. */
export interface LeadSelection {
  states: readonly string[]
  /** Only those of this form. */
  form?: string
  /** Only those with this reason. */
  reason?: string
  /** Only those stored since this time, or before it; epoch milliseconds. */
  since?: number
  before?: number
}

export const listedColumns = `n, id, form, state, reason, status, attempts, stored, due`

/** Lists one page of leads, oldest first, after the position `after`. */
export function* listLeads(selection: LeadSelection, after: number, limit: number): Steps<ListedLead[]> {
  const found: ListedLead[] = []
  const forms = selection.form === undefined ? yield* findForms() : [selection.form]
  // One query for each state and form, because no index has the leads of several in the order of listing.
  for (const state of selection.states)
    for (const form of forms) found.push(...(yield* listState(state, {...selection, form}, after, limit)))
  return found.sort((one, other) => one.n - other.n).slice(0, limit)
}

function* listState(state: string, selection: LeadSelection, after: number, limit: number): Steps<ListedLead[]> {
  const {text, values} = toConditions(selection, 4)
  const found = yield* rows(
    `SELECT ${listedColumns} FROM signup_lead
      WHERE state = ?1 AND state <> 'delivered' AND n > ?2${text} ORDER BY n LIMIT ?3`,
    state,
    after,
    limit,
    ...values,
  )
  return found.map(toListedLead)
}

/** The conditions of a selection besides the states, with parameters numbered from `first`. */
function toConditions({form, reason, since, before}: LeadSelection, first: number): {text: string; values: Value[]} {
  const conditions: [condition: string, value: Value | undefined][] = [
    ['form =', form],
    ['reason =', reason],
    ['stored >=', since],
    ['stored <', before],
  ]
  const values: Value[] = []
  let text = ''
  for (const [condition, value] of conditions)
    if (value !== undefined) {
      text += ` AND ${condition} ?${first + values.length}`
      values.push(value)
    }
  return {text, values}
}

export function toListedLead(row: Row): ListedLead {
  const {n, id, form, state, reason, status, attempts, stored, due} = row
  return {
    n: Number(n),
    id: toId(id),
    form: String(form),
    state: String(state),
    reason: reason === null ? undefined : String(reason),
    status: status === null ? undefined : Number(status),
    attempts: Number(attempts),
    stored: Number(stored),
    due: Number(due),
  }
}

/** Counts the selected leads by state. */
export function* countSelected(selection: LeadSelection): Steps<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const state of selection.states) {
    const {text, values} = toConditions(selection, 2)
    const [row] = yield* rows<{count: unknown}>(
      `SELECT COUNT(*) AS count FROM signup_lead WHERE state = ?1 AND state <> 'delivered'${text}`,
      state,
      ...values,
    )
    counts[state] = Number(row?.count)
  }
  return counts
}

/** Returns those of the leads that are in one of the states. */
export function* filterLeads(ids: readonly Uint8Array[], states: readonly string[]): Steps<string[]> {
  if (ids.length === 0) return []
  return toIds(
    yield* rows<IdRow>(
      `SELECT id FROM signup_lead WHERE id IN (${placeholders(ids, 1)}) AND state IN (${placeholders(states, ids.length + 1)})`,
      ...ids,
      ...states,
    ),
  )
}

interface IdRow {
  id: Uint8Array
}

const toIds = (found: readonly IdRow[]): string[] => found.map(({id}) => toId(id))

/** Makes leads due now with a new retry period. Returns those that were found in one of these states. */
export function* retryLeads(ids: readonly Uint8Array[], states: readonly string[], now: number): Steps<string[]> {
  if (ids.length === 0) return []
  return toIds(
    yield* rows<IdRow>(
      `UPDATE signup_lead SET state = 'pending', is_retry = 1, reason = NULL, attempts = 0, since = ?1, due = ?1,
        settled = NULL, answer = NULL
        WHERE id IN (${placeholders(ids, 2)}) AND state IN (${placeholders(states, ids.length + 2)}) RETURNING id`,
      now,
      ...ids,
      ...states,
    ),
  )
}

/** The states in which a lead can be discarded: it is neither being sent nor delivered. */
export const discardableStates = ['pending', 'dead', 'quarantined', 'refused']

/**
 * Deletes what was sent with leads. Their consent records stay, and their keys for a week: a form may still retry them.
 * Returns those that were found in a state in which they can be discarded.
 */
export function* discardLeads(ids: readonly Uint8Array[], now: number): Steps<string[]> {
  if (ids.length === 0) return []
  return toIds(
    yield* rows<IdRow>(
      `UPDATE signup_lead SET state = 'discarded', is_retry = 1, body = NULL, answer = NULL, due = ?1, settled = ?1
        WHERE id IN (${placeholders(ids, 2)})
          AND state IN (${placeholders(discardableStates, ids.length + 2)}) RETURNING id`,
      now,
      ...ids,
      ...discardableStates,
    ),
  )
}

interface CountRow {
  form: string
  state: string
  count: unknown
  first: unknown
}

/**
 * Counts the leads of these forms by state, and of all others that have leads in the index without delivered ones: those with
 * discarded leads alone too.
 */
export function* countForms(now: number, forms: readonly string[] = []): Steps<Record<string, Counts>> {
  const counted = yield* countRows()
  const pauses = yield* readPauses()
  const counts: Record<string, Counts> = {}
  for (const form of new Set([...forms, ...counted.map(row => row.form)])) {
    const found = counted.filter(row => row.form === form)
    counts[form] = yield* toCounts(found, pauseOf(pauses, form), now)
  }
  return counts
}

/** Counts the leads of a form; of all forms, if none is given. */
export function* countLeads(now: number, form?: string): Steps<Counts> {
  const counted = (yield* countRows()).filter(row => form === undefined || row.form === form)
  return yield* toCounts(counted, pauseOf(yield* readPauses(), form), now)
}

/** A pause that has run out ends with the next attempt. If no lead waits there is none, and nothing is paused. */
function* toCounts(counted: readonly CountRow[], pause: Pause | undefined, now: number): Steps<Counts> {
  const counts = toStateCounts(counted)
  const isPaused = pause && (isPauseActive(pause, now) || counts.pending + counts.sending > 0)
  return {...counts, paused: isPaused ? pause : undefined, oldest: yield* readAge(counted, now)}
}

const countRows = () =>
  rows<CountRow>(
    `SELECT state, form, COUNT(*) AS count, MIN(n) AS first FROM signup_lead WHERE state <> 'delivered' GROUP BY state, form`,
  )

function toStateCounts(counted: readonly CountRow[]) {
  const countOf = (state: string) =>
    counted.filter(row => row.state === state).reduce((sum, {count}) => sum + Number(count), 0)
  return {
    pending: countOf('pending'),
    sending: countOf('sending'),
    dead: countOf('dead'),
    refused: countOf('refused'),
    quarantined: countOf('quarantined'),
  }
}

/** Reads the age of the oldest lead that waits. */
function* readAge(counted: readonly CountRow[], now: number): Steps<number> {
  const waiting = counted.filter(({state}) => state === 'pending' || state === 'sending')
  if (waiting.length === 0) return 0
  const first = Math.min(...waiting.map(row => Number(row.first)))
  const [oldest] = yield* rows<{stored: unknown}>(`SELECT stored FROM signup_lead WHERE n = ?1`, first)
  return oldest ? Math.max(0, now - Number(oldest.stored)) : 0
}
