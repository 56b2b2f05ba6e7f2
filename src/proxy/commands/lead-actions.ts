import type {State} from '../outbox/outbox.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'
import {readArguments} from './arguments.ts'
import {countOf, UsageError, withOutbox, type Command, type Io} from './command.ts'
import {listLeads} from './leads.ts'
import {watchQueue} from './watch.ts'

interface LeadAction {
  name: string
  summary: string
  /** The states in which a lead accepts the action, for the message that it was not found in one. */
  states: string
  /** A flag that selects every lead in one state, for actions that allow it. */
  selectAll?: {flag: string; state: State}
  /** What happened to the leads, after their count: `2 leads queued for retry`. */
  done: string
  /** Returns whether the lead was found in one of the states. */
  apply(outbox: StoredOutbox, id: string): Promise<boolean>
}

/** Creates a command that applies an action to leads given by id, or to every lead in one state. */
function createLeadCommand(action: LeadAction): Command {
  const {name, summary, selectAll} = action
  return {
    usage: selectAll ? `${name} ID… | --${selectAll.flag} [--watch]` : `${name} ID…`,
    summary,
    async run(args, io) {
      const {ids, all, watch} = readArgs(args, action)
      return withOutbox(io, async outbox => {
        const selected = all ? idsIn(outbox, all.state) : ids
        const {changed, missing} = await applyToEach(selected, action, outbox, io)
        io.print(`${countOf(changed, 'lead')} ${action.done}`)
        if (watch) await watchQueue(outbox, io)
        return missing > 0 ? 1 : 0
      })
    },
  }
}

function readArgs(args: string[], {name, selectAll}: LeadAction) {
  const options = selectAll && {[selectAll.flag]: {type: 'boolean' as const}, watch: {type: 'boolean' as const}}
  const {values, positionals: ids} = readArguments(args, options ?? {}, true)
  const flags = values as Record<string, boolean | undefined> // every option above is boolean
  const all = selectAll && flags[selectAll.flag] ? selectAll : undefined
  if ((all !== undefined) === ids.length > 0 || ids.includes(''))
    throw new UsageError(`${name}: expected lead ids${selectAll ? `, or --${selectAll.flag}` : ''}`)
  return {ids, all, watch: flags.watch}
}

/** Progress is printed after every so many leads. */
const progressEvery = 1000

async function applyToEach(
  ids: Iterable<string> | AsyncIterable<string>,
  {apply, states}: LeadAction,
  outbox: StoredOutbox,
  io: Io,
): Promise<{changed: number; missing: number}> {
  let [changed, missing] = [0, 0]
  for await (const id of ids) {
    if (await apply(outbox, id.toLowerCase())) changed += 1
    else {
      missing += 1
      io.remark(`${toPrintable(id)}: not found, or not ${states}`)
    }
    if ((changed + missing) % progressEvery === 0) io.remark(`${changed} so far`)
  }
  return {changed, missing}
}

/** Ids come from the command line; what cannot be an id is not repeated, because it could be personal data. */
function toPrintable(id: string): string {
  return /^[\w-]{1,64}$/.test(id) ? id : 'ID'
}

async function* idsIn(outbox: StoredOutbox, state: State): AsyncGenerator<string> {
  for await (const {id} of listLeads(outbox, [state])) yield id
}

export const retry = createLeadCommand({
  name: 'retry',
  summary: 'retry dead or pending leads now',
  states: 'dead/pending',
  selectAll: {flag: 'all-dead', state: 'dead'},
  done: 'queued for retry',
  apply: (outbox, id) => outbox.retry(id, Date.now()),
})

export const release = createLeadCommand({
  name: 'release',
  summary: 'queue quarantined leads for delivery',
  states: 'quarantined',
  selectAll: {flag: 'all', state: 'quarantined'},
  done: 'queued for delivery',
  apply: (outbox, id) => outbox.release(id, Date.now()),
})

export const discard = createLeadCommand({
  name: 'discard',
  summary: 'delete leads without sending them; their consent records stay',
  states: 'dead/pending/quarantined',
  done: 'deleted',
  apply: (outbox, id) => outbox.discard(id),
})
