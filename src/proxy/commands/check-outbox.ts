import {accessSync, constants, existsSync} from 'node:fs'
import {dirname} from 'node:path'
import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import {toConflictLine, toEnvironmentForm} from '../forms/bind-form.ts'
import {createFormNames} from '../outbox/form-names.ts'
import {toPlaceName, type OutboxSettings, type StoredPlace} from '../outbox/location.ts'
import {findOutbox, openSqlOutbox} from '../outbox/open.ts'
import {openErrorMessage} from '../outbox/open-error.ts'
import {otherProgramMessage} from '../outbox/prepare.ts'
import type {Counts} from '../outbox/outbox.ts'
import {currentFormat, type Contents} from '../outbox/sql/schema.ts'
import type {SqlOutbox} from '../outbox/sql/sql-outbox.ts'
import type {CheckResult} from './check-result.ts'
import {formatCounts} from './leads.ts'

/** The forms that are configured. */
export interface ConfiguredForms {
  env: Environment
  /** The paths of those of a file; undefined without one. Empty if the file is invalid. */
  paths?: readonly string[]
}

/** Checks that the outbox can be opened and written. Creates nothing: an outbox that is not there yet is the proxy's to create. */
export async function checkOutbox(settings: OutboxSettings, forms: ConfiguredForms): Promise<CheckResult[]> {
  const {place} = settings
  if (place.kind === 'none') return [toResult('warning', 'none: leads and consent records are not stored')]
  try {
    const contents = await findOutbox(place)
    if (contents.kind === 'outbox' && contents.format >= currentFormat) return await checkOpen(settings, place, forms)
    return [checkUnopened(contents, place)]
  } catch (error) {
    const message = error instanceof ConfigurationError ? error.message : openErrorMessage(error, place)
    return message.split('\n').map(line => toResult('failed', line))
  }
}

async function checkOpen(settings: OutboxSettings, place: StoredPlace, forms: ConfiguredForms): Promise<CheckResult[]> {
  const outbox = await openSqlOutbox(settings, place, {create: false})
  try {
    await outbox.tryWrite()
    const counts = await outbox.counts(Date.now())
    return [
      toResult('ok', `${toPlaceName(place)}: can be read and written`),
      toQueueResult(counts),
      ...(await checkForms(outbox, forms)),
    ]
  } finally {
    await outbox.close()
  }
}

/** Checks whether leads in the outbox wait for other forms than those that are configured. */
async function checkForms(outbox: SqlOutbox, {env, paths}: ConfiguredForms): Promise<CheckResult[]> {
  const binding = await outbox.operator.binding(toEnvironmentForm(env, paths !== undefined))
  const conflict = toConflictLine(binding)
  if (conflict !== undefined) return [toResult('failed', conflict)]
  if (paths?.length === 0) return []
  const {toId, toPath} = createFormNames(binding.path)
  const served = paths?.map(toId) ?? ['']
  return Object.entries(await outbox.countForms(Date.now())).flatMap(([id, {pending, sending}]) => {
    const isWaiting = !served.includes(id) && pending + sending > 0
    const message = `${toPath(id)}: ${pending + sending} to be sent, but there is no such form any more`
    return isWaiting ? [{check: 'queue', status: 'warning', message}] : []
  })
}

function toResult(status: CheckResult['status'], message: string): CheckResult {
  return {check: 'outbox', status, message}
}

/** Checks a place where the proxy has to create an outbox or to upgrade one when it starts. */
function checkUnopened({kind}: Contents, place: StoredPlace): CheckResult {
  const name = toPlaceName(place)
  if (kind === 'outbox') return toResult('warning', `${name}: of an earlier version, the proxy upgrades it`)
  if (place.kind !== 'file') return toResult('warning', `${name}: no outbox yet, the proxy creates its tables`)
  if (kind === 'other') return toResult('failed', otherProgramMessage)
  try {
    accessSync(existsSync(place.path) ? place.path : dirname(place.path), constants.W_OK)
    return toResult('warning', `${name}: no outbox yet, the proxy creates it`)
  } catch {
    return toResult('failed', `${name}: expected a folder in which this user may create the file`)
  }
}

/** Leads that wait are also what a backup of now, once restored, would send again. */
function toQueueResult(counts: Counts): CheckResult {
  const waiting = counts.pending + counts.sending
  return {
    check: 'queue',
    status: counts.paused ? 'warning' : 'ok',
    message: `${waiting} to be sent, and again if a backup of now is restored: ${formatCounts(counts)}`,
  }
}
