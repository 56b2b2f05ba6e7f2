import type {LeadDetails} from '../outbox/sql/lead-details.ts'
import type {LeadContent} from '../outbox/sql/outbox-operator.ts'
import {readArguments} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {UsageError, withOutbox, type Command} from './command.ts'
import {readStoredForms} from './form-option.ts'
import {isLeadId, toPrintableId} from './lead-id.ts'
import {formatTime} from './leads.ts'

export const show: Command = {
  usage: 'show ID [--reveal] [--json]',
  summary: 'show what happened to a lead; --reveal also prints its content and the response of the contact API',
  async run(args, io) {
    const {values, positionals} = readArguments(args, {reveal: {type: 'boolean'}, json: {type: 'boolean'}}, true)
    if (positionals.length !== 1 || positionals[0] === '') throw new UsageError('show: expected the id of one lead')
    const id = positionals[0]!.toLowerCase()
    return withOutbox(io, async ({operator}) => {
      const details = isLeadId(id) ? await operator.details(id) : undefined
      if (!details) {
        io.remark(`${toPrintableId(id)}: not found`)
        return 1
      }
      const reveal = async () => ({count: 1, content: (await operator.contents([id]))[0]})
      const revealed = values.reveal
        ? await audited(operator, io, {action: 'show', details: {leads: [id], reveal: true}}, reveal)
        : undefined
      const {toPath} = await readStoredForms(operator, io)
      const shown = {...toShown(details, toPath(details.form)), ...(revealed && toRevealed(revealed.content))}
      if (values.json) io.print(toPrintable(shown))
      else for (const [name, value] of Object.entries(shown)) if (value !== undefined) io.print(toLine(name, value))
      return 0
    })
  },
}

function toShown({id, state, reason, status, attempts, maybeDelivered, ...lead}: LeadDetails, form: string) {
  return {
    id,
    form,
    state,
    reason,
    status,
    attempts,
    maybe_delivered: maybeDelivered,
    stored: formatTime(lead.stored),
    since: formatTime(lead.since),
    due: state === 'pending' ? formatTime(lead.due) : undefined,
    settled: lead.settled === undefined ? undefined : formatTime(lead.settled),
    duplicates: lead.duplicates,
    consents: lead.consents.map(formatTime),
  }
}

function toRevealed({content, answer, isUnreadable}: Partial<LeadContent> = {}) {
  return {content: content ?? null, answer: answer ?? null, unreadable: isUnreadable}
}

function toLine(name: string, value: unknown): string {
  return `${`${name}:`.padEnd(17)}${typeof value === 'string' && name !== 'answer' ? value : toPrintable(value)}`
}

/** Formats as JSON that a terminal shows as it is: without control characters and changes of the writing direction. */
function toPrintable(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
