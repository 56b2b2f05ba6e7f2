import {parseArgs} from 'node:util'
import type {SqlOutbox} from '../outbox/sql/sql-outbox.ts'
import {UsageError, withOutbox, type Command, type Io} from './command.ts'
import {watch} from './watch.ts'

type Act = (outbox: SqlOutbox, id: string) => Promise<boolean>

/** A command on leads that are named one by one, or all that are in one state. */
function onLeads(
  name: string,
  usage: string,
  summary: string,
  all: {flag: string; state: string} | undefined,
  done: string,
  act: Act,
): Command {
  return {
    usage,
    summary,
    async run(args, io) {
      const {values, positionals} = parseArgs({
        args,
        allowPositionals: true,
        options: {...(all && {[all.flag]: {type: 'boolean' as const}, watch: {type: 'boolean' as const}})},
      })
      const everyone = all !== undefined && (values as Record<string, boolean | undefined>)[all.flag] === true // the flags above, and no others
      if (everyone === positionals.length > 0)
        throw new UsageError(`${name}: expected ids of leads${all ? `, or --${all.flag}` : ''}`)
      return withOutbox(io, async outbox => {
        const [changed, missed] = await actOn(outbox, everyone ? idsOf(outbox, all.state) : positionals, act, io)
        io.print(`${changed} ${changed === 1 ? 'lead' : 'leads'} ${done}`)
        if ((values as {watch?: boolean}).watch) await watch(outbox, io)
        return missed > 0 ? 1 : 0
      })
    },
  }
}

/** Progress is told so often, in leads. */
const stride = 1000

async function actOn(
  outbox: SqlOutbox,
  ids: Iterable<string> | AsyncIterable<string>,
  act: Act,
  io: Io,
): Promise<[number, number]> {
  let [changed, missed] = [0, 0]
  for await (const id of ids) {
    if (await act(outbox, id.toLowerCase())) changed += 1
    else {
      missed += 1
      io.remark(`${/^[\w-]{1,64}$/.test(id) ? id : 'that'}: no such lead, or not in a state for this`)
    }
    if ((changed + missed) % stride === 0) io.remark(`${changed} so far`)
  }
  return [changed, missed]
}

/** Ids in a state, a page at a time; acting on a lead takes it out of the list, so the next page begins behind the last one. */
async function* idsOf(outbox: SqlOutbox, state: string): AsyncGenerator<string> {
  for (let found = await outbox.list([state]); found.length > 0; found = await outbox.list([state], found.at(-1)))
    yield* found.map(({id}) => id)
}

export const retry = onLeads(
  'retry',
  'retry ID… | --all-dead [--watch]',
  'gives dead or waiting leads their turn now',
  {flag: 'all-dead', state: 'dead'},
  'given their turn; a running proxy sends them',
  (outbox, id) => outbox.retry(id, Date.now()),
)

export const release = onLeads(
  'release',
  'release ID… | --all [--watch]',
  'gives quarantined leads their turn',
  {flag: 'all', state: 'quarantined'},
  'released; a running proxy sends them',
  (outbox, id) => outbox.release(id, Date.now()),
)

export const discard = onLeads(
  'discard',
  'discard ID…',
  'erases leads for good, without sending them',
  undefined,
  'erased',
  (outbox, id) => outbox.discard(id),
)
