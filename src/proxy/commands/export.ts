import type {ListedLead} from '../outbox/sql/operator.ts'
import type {LeadContent, OutboxOperator} from '../outbox/sql/outbox-operator.ts'
import {readArguments, readLimit} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {countOf, UsageError, withOutbox, type Command} from './command.ts'
import {readStoredForms, selectForm} from './form-option.ts'
import {formatOptions, readFormat} from './format.ts'
import {
  describeSelection,
  listPages,
  narrowingOptions,
  readSelection,
  readStates,
  stateOptions,
} from './lead-selection.ts'
import {formatTime} from './leads.ts'

export const exportLeads: Command = {
  usage:
    'export --dead | --quarantined | --state STATE,… [--form PATH] [--reason CODE] [--older-than 3d] [--newer-than 12h] [--limit N] [--format jsonl | csv]',
  summary: 'export leads with their content and the response of the contact API',
  async run(args, io) {
    const {values} = readArguments(args, {
      ...stateOptions,
      ...narrowingOptions,
      ...formatOptions,
      limit: {type: 'string'},
    })
    const states = readStates(values)
    if (!states) throw new UsageError('export: expected --dead, --quarantined or --state')
    const narrowed = readSelection(states, values)
    const limit = values.limit === undefined ? undefined : readLimit(values.limit)
    const format = readFormat(values, csvColumns)
    return withOutbox(io, async ({operator}) => {
      const forms = await readStoredForms(operator, io)
      const selection = await selectForm(narrowed, values.form, operator, io)
      const run = async () => {
        if (format.header) io.print(format.header)
        let [count, unreadable] = [0, 0]
        for await (const page of listPages(operator, selection, {limit, pageSize: 200}))
          for (const lead of await readContents(operator, page)) {
            io.print(format.write({...lead, form: forms.toPath(lead.form)}))
            count += 1
            if (lead.unreadable) unreadable += 1
          }
        return {count, unreadable}
      }
      const details = describeSelection(values)
      const {count, unreadable} = await audited(operator, io, {action: 'export', details}, run)
      io.remark(countOf(count, 'lead'))
      if (unreadable > 0) io.remark(`${countOf(unreadable, 'lead')} could not be decrypted`)
      return unreadable > 0 ? 1 : 0
    })
  },
}

/** A lead as it is exported. */
interface ExportedLead {
  id: string
  form: string
  state: string
  reason?: string
  status?: number
  attempts: number
  stored: string
  content?: LeadContent['content']
  answer?: string
  unreadable?: boolean
}

async function readContents(operator: OutboxOperator, leads: readonly ListedLead[]): Promise<ExportedLead[]> {
  const contents = new Map((await operator.contents(leads.map(({id}) => id))).map(content => [content.id, content]))
  return leads.flatMap(({id, form, state, reason, status, attempts, stored}) => {
    const found = contents.get(id)
    if (!found) return [] // deleted since it was listed
    const {content, answer, isUnreadable: unreadable} = found
    return {id, form, state, reason, status, attempts, stored: formatTime(stored), content, answer, unreadable}
  })
}

/** The fields of the contact API that have a column; all others are in the column `other`, as JSON. */
const contentColumns = [
  'name_first',
  'name_last',
  'email',
  'phone_countrycode',
  'phone_number',
  'full_address',
  'city',
  'region',
  'zip',
  'country',
  'born_date',
  'gender',
  'language',
  'tags',
  'gdpr_accept_terms',
  'gdpr_marketing_consent',
  'gdpr_date',
  'gdpr_remote_ip',
]

const csvColumns: Record<string, (lead: ExportedLead) => string | boolean | undefined> = {
  id: ({id}) => id,
  state: ({state}) => state,
  reason: ({reason}) => reason,
  status: ({status}) => toCell(status),
  attempts: ({attempts}) => String(attempts),
  stored: ({stored}) => stored,
  ...Object.fromEntries(contentColumns.map(name => [name, ({content}: ExportedLead) => toCell(content?.[name])])),
  other: ({content}) => toCell(content && withoutColumns(content)),
  answer: ({answer}) => answer,
  form: ({form}) => form,
}

function toCell(value: unknown): string | boolean | undefined {
  return typeof value === 'string' || typeof value === 'boolean' || value === undefined ? value : JSON.stringify(value)
}

function withoutColumns(content: Record<string, unknown>): Record<string, unknown> | undefined {
  const other = Object.entries(content).filter(([name]) => !contentColumns.includes(name))
  return other.length > 0 ? Object.fromEntries(other) : undefined
}
