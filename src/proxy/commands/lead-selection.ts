import type {LeadSelection, ListedLead} from '../outbox/sql/operator.ts'
import type {OutboxOperator} from '../outbox/sql/outbox-operator.ts'
import {readTimeSpan, requireAtMostOne} from './arguments.ts'
import {UsageError} from './command.ts'

/** The states of leads that were not delivered. */
const undeliveredStates = ['pending', 'sending', 'dead', 'quarantined', 'refused']

/** Those that need the operator's attention: the visitor of a refused lead was shown so, and may have corrected it. */
export const openStates = undeliveredStates.filter(state => state !== 'refused')

/** The options that select leads by state. */
export const stateOptions = {
  state: {type: 'string', multiple: true},
  dead: {type: 'boolean'},
  quarantined: {type: 'boolean'},
} as const

/** The options that narrow a selection. */
export const narrowingOptions = {
  form: {type: 'string'},
  reason: {type: 'string'},
  'older-than': {type: 'string'},
  'newer-than': {type: 'string'},
} as const

export interface StateValues {
  state?: string[]
  dead?: boolean
  quarantined?: boolean
}
export interface NarrowingValues {
  form?: string
  reason?: string
  'older-than'?: string
  'newer-than'?: string
}

/** Reads `--state`, `--dead` and `--quarantined`; undefined if none is given. Throws `UsageError`. */
export function readStates(values: StateValues, allowed = undeliveredStates): string[] | undefined {
  requireAtMostOne({...values}, 'state', 'dead', 'quarantined')
  if (values.dead) return ['dead']
  if (values.quarantined) return ['quarantined']
  const states = values.state?.flatMap(list => list.split(','))
  if (states?.some(state => !allowed.includes(state)))
    throw new UsageError(`--state: expected one or more of ${allowed.join(', ')}, separated by commas`)
  return states && [...new Set(states)]
}

/** Reads the options that narrow a selection of leads in these states; `selectForm` adds the form. Throws `UsageError`. */
export function readSelection(states: readonly string[], values: NarrowingValues, now = Date.now()): LeadSelection {
  const {reason, 'older-than': older, 'newer-than': newer} = values
  if (reason !== undefined && !/^[a-z_]{1,40}$/.test(reason))
    throw new UsageError('--reason: expected a code as `leads` prints it, such as exhausted')
  const before = older === undefined ? undefined : now - readTimeSpan('older-than', older)
  const since = newer === undefined ? undefined : now - readTimeSpan('newer-than', newer)
  if (before !== undefined && since !== undefined && since >= before)
    throw new UsageError('--older-than: expected a shorter time span than --newer-than')
  return {states, reason, since, before}
}

/** What a selection says, for the audit. */
export function describeSelection(values: StateValues & NarrowingValues): Record<string, unknown> {
  const {form, reason, 'older-than': olderThan, 'newer-than': newerThan} = values
  return {states: readStates(values), form, reason, older_than: olderThan, newer_than: newerThan}
}

/** Lists the selected leads, page by page. Leads that leave a state meanwhile do not disturb the order. */
export async function* listPages(
  operator: OutboxOperator,
  selection: LeadSelection,
  {limit = Infinity, pageSize = 500} = {},
): AsyncGenerator<ListedLead[]> {
  let [after, left] = [0, limit]
  while (left > 0) {
    const page: ListedLead[] = await operator.list(selection, after, Math.min(pageSize, left))
    if (page.length === 0) return
    yield page
    after = page.at(-1)!.n
    left -= page.length
  }
}
