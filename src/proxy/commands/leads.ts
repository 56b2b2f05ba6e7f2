import {parseArgs} from 'node:util'
import type {Counts} from '../outbox/outbox.ts'
import type {ListedLead} from '../outbox/sql/operator.ts'
import {withOutbox, type Command} from './command.ts'

const page = 500

export const leads: Command = {
  usage: 'leads [--dead | --quarantined] [--json]',
  summary: 'lists leads that are not delivered, and why; nothing of what they say',
  async run(args, io) {
    const {values} = parseArgs({
      args,
      options: {dead: {type: 'boolean'}, quarantined: {type: 'boolean'}, json: {type: 'boolean'}},
    })
    const states = values.dead
      ? ['dead']
      : values.quarantined
        ? ['quarantined']
        : ['pending', 'sending', 'dead', 'quarantined']
    const write = values.json ? toJson : toLine
    return withOutbox(io, async outbox => {
      if (!values.json) io.print(columns(['id', 'state', 'reason', 'tries', 'stored', 'next try']))
      for (
        let found = await outbox.list(states, undefined, page);
        found.length > 0;
        found = await outbox.list(states, found.at(-1), page)
      )
        for (const lead of found) io.print(write(lead))
      io.remark(summaryOf(await outbox.counts(Date.now())))
      return 0
    })
  },
}

const widths = [36, 11, 22, 5, 20]
const columns = (cells: string[]) =>
  cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join('  ')
    .trimEnd()
const toTime = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+/, '')

function toLine({id, state, reason = '', status, attempts, stored, due}: ListedLead): string {
  return columns([
    id,
    state,
    status === undefined ? reason : `${reason} ${status}`.trim(),
    String(attempts),
    toTime(stored),
    state === 'pending' ? toTime(due) : '',
  ])
}

function toJson({stored, due, ...lead}: ListedLead): string {
  return JSON.stringify({...lead, stored: toTime(stored), due: lead.state === 'pending' ? toTime(due) : undefined})
}

/** The queue in a line. */
export function summaryOf({pending, sending, dead, quarantined, paused}: Counts): string {
  const until = paused?.until === undefined ? '' : ` until ${toTime(paused.until)}`
  return `${pending} pending, ${sending} sending, ${dead} dead, ${quarantined} quarantined${paused ? `; paused (${paused.reason})${until}` : ''}`
}
