import type {Counts, State} from '../outbox/outbox.ts'
import type {ListedLead} from '../outbox/sql/operator.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'
import {readArguments, requireAtMostOne} from './arguments.ts'
import {withOutbox, type Command} from './command.ts'

export const leads: Command = {
  usage: 'leads [--dead | --quarantined] [--json]',
  summary: 'list undelivered leads and the reasons; prints no personal data',
  async run(args, io) {
    const {values} = readArguments(args, {
      dead: {type: 'boolean'},
      quarantined: {type: 'boolean'},
      json: {type: 'boolean'},
    })
    requireAtMostOne(values, 'dead', 'quarantined')
    const format = values.json ? toJson : toTableRow
    return withOutbox(io, async outbox => {
      if (!values.json) io.print(formatRow(columns.map(({title}) => title)))
      for await (const lead of listLeads(outbox, statesOf(values))) io.print(format(lead))
      io.remark(formatCounts(await outbox.counts(Date.now())))
      return 0
    })
  },
}

function statesOf({dead, quarantined}: {dead?: boolean; quarantined?: boolean}): State[] {
  if (dead) return ['dead']
  return quarantined ? ['quarantined'] : ['pending', 'sending', 'dead', 'quarantined']
}

/** Lists all leads in these states, page by page. Leads that leave a state meanwhile do not disturb the order. */
export async function* listLeads(outbox: StoredOutbox, states: readonly State[]): AsyncGenerator<ListedLead> {
  for (const state of states)
    for (let page = await outbox.list(state); page.length > 0; page = await outbox.list(state, page.at(-1)!.n))
      yield* page
}

const columns = [
  {title: 'id', width: 36},
  {title: 'state', width: 11},
  {title: 'reason', width: 22},
  {title: 'attempts', width: 8},
  {title: 'stored', width: 20},
  {title: 'next attempt', width: 20},
]

function formatRow(cells: string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(columns[index]?.width ?? 0))
    .join('  ')
    .trimEnd()
}

function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, '')
}

function toTableRow({id, state, reason = '', status, attempts, stored, due}: ListedLead): string {
  return formatRow([
    id,
    state,
    status === undefined ? reason : `${reason} ${status}`.trim(),
    String(attempts),
    formatTime(stored),
    state === 'pending' ? formatTime(due) : '',
  ])
}

function toJson({n: _position, stored, due, ...lead}: ListedLead): string {
  return JSON.stringify({
    ...lead,
    stored: formatTime(stored),
    due: lead.state === 'pending' ? formatTime(due) : undefined,
  })
}

/** Formats the state of the queue as one line. */
export function formatCounts({pending, sending, dead, quarantined, paused}: Counts): string {
  const until = paused?.until === undefined ? '' : ` until ${formatTime(paused.until)}`
  const pause = paused ? `; paused (${paused.reason})${until}` : ''
  return `${pending} pending, ${sending} sending, ${dead} dead, ${quarantined} quarantined${pause}`
}
