import {discardableStates} from '../outbox/sql/operator.ts'
import {UsageError} from './command.ts'
import {createLeadCommand} from './lead-action.ts'
import {readStates, stateOptions} from './lead-selection.ts'

const watchOption = {watch: {type: 'boolean'}} as const
const retryableStates = ['dead', 'pending', 'refused']

export const retry = createLeadCommand({
  name: 'retry',
  usage:
    'ID… | --all-dead | --state STATE,… | --reason CODE [--form PATH] [--older-than 3d] [--newer-than 12h] [--watch]',
  summary: 'retry dead, refused or pending leads now',
  states: retryableStates,
  options: {'all-dead': {type: 'boolean'}, state: stateOptions.state, ...watchOption},
  readStates({'all-dead': all, state, reason}) {
    if (all && state) throw new UsageError('retry: expected either --all-dead or --state')
    return readStates({state}, retryableStates) ?? (all || reason !== undefined ? ['dead'] : undefined)
  },
  done: 'queued for retry',
  apply: (operator, ids, now) => operator.retry(ids, retryableStates, now),
})

export const release = createLeadCommand({
  name: 'release',
  usage: 'ID… | --all | --reason CODE [--form PATH] [--older-than 3d] [--newer-than 12h] [--watch]',
  summary: 'queue quarantined leads for delivery',
  states: ['quarantined'],
  options: {all: {type: 'boolean'}, ...watchOption},
  readStates: ({all, reason}) => (all || reason !== undefined ? ['quarantined'] : undefined),
  done: 'queued for delivery',
  apply: (operator, ids, now) => operator.retry(ids, ['quarantined'], now),
})

/** Leads that wait may still be delivered: they are discarded by id, or of one form, which may be gone. */
const statesToClear = ['pending', 'dead', 'quarantined', 'refused']

export const discard = createLeadCommand({
  name: 'discard',
  usage:
    'ID… | --all --dead | --all --quarantined | --all --state STATE,… [--form PATH] [--reason CODE] [--older-than 30d] [--newer-than 12h]',
  summary: 'delete leads without sending them; their consent records stay',
  states: discardableStates,
  options: {all: {type: 'boolean'}, ...stateOptions},
  readStates(values) {
    const states = readStates(values, statesToClear)
    if ((states !== undefined) !== (values.all === true))
      throw new UsageError('discard: expected --all together with --dead, --quarantined or --state')
    if (states?.includes('pending') && values.form === undefined)
      throw new UsageError('discard: expected --form with --state pending, these leads may still be delivered')
    return states
  },
  done: 'deleted',
  apply: (operator, ids, now) => operator.discard(ids, now),
})
