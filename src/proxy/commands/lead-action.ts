import type {ParseArgsOptionsConfig} from 'node:util'
import type {LeadSelection} from '../outbox/sql/operator.ts'
import type {OutboxOperator} from '../outbox/sql/outbox-operator.ts'
import {readArguments, requireAtMostOne} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {countOf, printResult, UsageError, withOutbox, type Command, type Io} from './command.ts'
import {selectForm} from './form-option.ts'
import {
  describeSelection,
  listPages,
  narrowingOptions,
  readSelection,
  type NarrowingValues,
  type StateValues,
} from './lead-selection.ts'
import {isLeadId, toPrintableId} from './lead-id.ts'
import {watchProgress} from './watch.ts'

export interface LeadAction {
  name: string
  /** The arguments, for the help. */
  usage: string
  summary: string
  /** The states in which a lead accepts the action. */
  states: readonly string[]
  options: ParseArgsOptionsConfig
  /** The states whose leads are selected if no ids are given; undefined if nothing selects them. Throws `UsageError`. */
  readStates(values: Values): readonly string[] | undefined
  /** What happened to the leads, after their count: `2 leads queued for retry`. */
  done: string
  /** Changes leads in one transaction and returns those that it could change. */
  apply(operator: OutboxOperator, ids: readonly string[], now: number): Promise<string[]>
}

/** The values of all options of all actions. */
type Values = StateValues &
  NarrowingValues & {
    all?: boolean
    'all-dead'?: boolean
    watch?: boolean
    json?: boolean
    'dry-run'?: boolean
  }

const commonOptions = {...narrowingOptions, json: {type: 'boolean'}, 'dry-run': {type: 'boolean'}} as const

/** The leads that an action applies to. */
interface Targets {
  ids: readonly string[]
  selection?: LeadSelection
}

/** Leads of one transaction: other transactions wait for it. */
const pageSize = 200

/** Creates a command that applies an action to leads given by id, or to a selection of them. */
export function createLeadCommand(action: LeadAction): Command {
  const {name, usage, summary} = action
  return {
    usage: `${name} ${usage} [--dry-run] [--json]`,
    summary,
    async run(args, io) {
      const {values, positionals} = readArguments(args, {...commonOptions, ...action.options}, true)
      const flags = values as Values // as the options of the actions say
      requireAtMostOne({...flags}, 'watch', 'dry-run')
      const {ids, selection: narrowed} = readTargets(action, positionals, flags)
      return withOutbox(io, async outbox => {
        const targets = {ids, selection: narrowed && (await selectForm(narrowed, flags.form, outbox.operator, io))}
        const apply = () => applyToTargets(action, targets, outbox.operator, io)
        const entry = {action: name, details: targets.selection ? describeSelection(flags) : toIdDetails(targets.ids)}
        const {count, missing} = flags['dry-run']
          ? await preview(action, targets, outbox.operator)
          : await audited(outbox.operator, io, entry, apply)
        for (const id of missing) io.remark(`${toPrintableId(id)}: not found, or not ${action.states.join('/')}`)
        printOutcome(action, flags, {count, missing: missing.length}, io)
        if (flags.watch) await watchProgress(outbox, io)
        return missing.length > 0 ? 1 : 0
      })
    },
  }
}

function readTargets(action: LeadAction, positionals: string[], flags: Values): Targets {
  const states = action.readStates(flags)
  const isNarrowed = Object.keys(narrowingOptions).some(option => Object.hasOwn(flags, option))
  if ((states !== undefined) === positionals.length > 0 || positionals.includes('') || (isNarrowed && !states))
    throw new UsageError(`${action.name}: expected either lead ids or options that select leads`)
  return {
    ids: [...new Set(positionals.map(id => id.toLowerCase()))],
    selection: states && readSelection(states, flags),
  }
}

interface Outcome {
  count: number
  /** Ids that no lead in one of the states has. */
  missing: string[]
}

async function applyToTargets(
  {apply}: LeadAction,
  {ids, selection}: Targets,
  operator: OutboxOperator,
  io: Io,
): Promise<Outcome> {
  let count = 0
  const missing: string[] = []
  for await (const page of selection ? idPages(operator, selection) : toPages(ids)) {
    const changed = await apply(operator, page.filter(isLeadId), Date.now())
    count += changed.length
    if (!selection) missing.push(...page.filter(id => !changed.includes(id)))
    if (page.length === pageSize) io.remark(`${count} so far`)
  }
  return {count, missing}
}

/** Finds out what the action would change. */
async function preview({states}: LeadAction, {ids, selection}: Targets, operator: OutboxOperator): Promise<Outcome> {
  if (selection) {
    const counts = await operator.count(selection)
    return {count: Object.values(counts).reduce((sum, count) => sum + count, 0), missing: []}
  }
  const found = (await Promise.all(toPages(ids.filter(isLeadId)).map(page => operator.filter(page, states)))).flat()
  return {count: found.length, missing: ids.filter(id => !found.includes(id))}
}

async function* idPages(operator: OutboxOperator, selection: LeadSelection): AsyncGenerator<string[]> {
  for await (const page of listPages(operator, selection, {pageSize})) yield page.map(({id}) => id)
}

function toPages(ids: readonly string[]): string[][] {
  return Array.from({length: Math.ceil(ids.length / pageSize)}, (_, index) =>
    ids.slice(index * pageSize, (index + 1) * pageSize),
  )
}

function printOutcome({name, done}: LeadAction, flags: Values, outcome: {count: number; missing: number}, io: Io) {
  const {count, missing} = outcome
  const isDry = flags['dry-run']
  printResult(
    io,
    flags.json,
    {command: name, [isDry ? 'would_change' : 'changed']: count, not_found: missing},
    `${countOf(count, 'lead')} ${isDry ? 'would be ' : ''}${done}`,
  )
}

const maxAuditedIds = 100

function toIdDetails(ids: readonly string[]): Record<string, unknown> {
  return {leads: ids.filter(isLeadId).slice(0, maxAuditedIds)}
}
