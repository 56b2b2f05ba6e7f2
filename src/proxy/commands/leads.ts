import type {Counts} from '../outbox/outbox.ts'
import type {Pause} from '../outbox/retry-policy.ts'
import type {ListedLead} from '../outbox/sql/operator.ts'
import type {SqlOutbox} from '../outbox/sql/sql-outbox.ts'
import {readArguments, readLimit, requireAtMostOne} from './arguments.ts'
import {printResult, withOutbox, type Command} from './command.ts'
import {readKnownForms, withForm, type StoredForms} from './form-option.ts'
import {listPages, narrowingOptions, openStates, readSelection, readStates, stateOptions} from './lead-selection.ts'

export const leads: Command = {
  usage:
    'leads [--dead | --quarantined | --state STATE,…] [--form PATH] [--reason CODE] [--older-than 3d] [--newer-than 12h] [--limit N | --count] [--json]',
  summary: 'list undelivered leads and the reasons; prints no personal data',
  async run(args, io) {
    const {values} = readArguments(args, {
      ...stateOptions,
      ...narrowingOptions,
      limit: {type: 'string'},
      count: {type: 'boolean'},
      json: {type: 'boolean'},
    })
    requireAtMostOne(values, 'limit', 'count')
    const narrowed = readSelection(readStates(values) ?? openStates, values)
    const limit = values.limit === undefined ? undefined : readLimit(values.limit)
    return withOutbox(io, async outbox => {
      const forms = await readKnownForms(outbox.operator, io)
      const selection = withForm(narrowed, values.form, forms)
      if (values.count) {
        const counts = await outbox.operator.count(selection)
        printResult(io, values.json, counts, formatStates(counts))
        return 0
      }
      if (!values.json) io.print(formatRow(columns.slice(0, forms.areSeveral ? undefined : -1).map(({title}) => title)))
      for await (const page of listPages(outbox.operator, selection, {limit}))
        for (const lead of page) io.print(values.json ? toJson(lead, forms) : toTableRow(lead, forms))
      io.remark(await describeQueue(outbox, forms, selection.form))
      return 0
    })
  },
}

const columns = [
  {title: 'id', width: 36},
  {title: 'state', width: 11},
  {title: 'reason', width: 22},
  {title: 'attempts', width: 8},
  {title: 'stored', width: 20},
  {title: 'next attempt', width: 20},
  {title: 'form', width: 0}, // only if there are several
]

function formatRow(cells: string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(columns[index]?.width ?? 0))
    .join('  ')
    .trimEnd()
}

export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, '')
}

function toTableRow(
  {id, form, state, reason = '', status, attempts, stored, due}: ListedLead,
  {areSeveral, toPath}: StoredForms,
): string {
  return formatRow([
    id,
    state,
    status === undefined ? reason : `${reason} ${status}`.trim(),
    String(attempts),
    formatTime(stored),
    state === 'pending' ? formatTime(due) : '',
    areSeveral ? toPath(form) : '',
  ])
}

function toJson({n: _position, form, stored, due, ...lead}: ListedLead, {toPath}: StoredForms): string {
  return JSON.stringify({
    ...lead,
    form: toPath(form),
    stored: formatTime(stored),
    due: lead.state === 'pending' ? formatTime(due) : undefined,
  })
}

function formatStates(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ')
}

/** Describes the queue of a form, or of all forms: then it names those that are paused. */
async function describeQueue(outbox: SqlOutbox, {areSeveral, toPath}: StoredForms, form?: string): Promise<string> {
  const counts = await outbox.counts(Date.now(), form)
  if (!areSeveral || form !== undefined || counts.paused?.reason === 'operator') return formatCounts(counts)
  const pauses = Object.entries(await outbox.countForms(Date.now()))
    .filter(([, {paused}]) => paused)
    .map(([id, {paused}]) => formatPause(paused, `${toPath(id)} is `))
  return formatCounts({...counts, paused: undefined}) + pauses.join('')
}

/** Formats the state of the queue as one line. */
export function formatCounts({pending, sending, dead, quarantined, paused}: Counts): string {
  return formatStates({pending, sending, dead, quarantined}) + formatPause(paused)
}

function formatPause(pause: Pause | undefined, subject = ''): string {
  if (!pause) return ''
  const until = pause.until === undefined ? '' : ` until ${formatTime(pause.until)}`
  return `; ${subject}paused (${pause.reason})${until}`
}
