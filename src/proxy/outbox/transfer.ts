import {ConfigurationError} from '../config/configuration-error.ts'
import type {StoredPlace} from './location.ts'
import {findOutbox, openDriver, requireTables} from './open.ts'
import {otherProgramMessage, prepareTables} from './prepare.ts'
import {createEncryption} from './sql/encryption.ts'
import {OutboxOperator} from './sql/outbox-operator.ts'
import {pauseQueue} from './sql/pause.ts'
import {interruptedTransfer, readMeta, writeMeta} from './sql/schema.ts'
import {rows, type Driver} from './sql/steps.ts'
import {copyTables, countTables, deleteCopied, type TransferKeys} from './sql/transfer.ts'

export interface TransferSettings {
  from: StoredPlace
  to: StoredPlace
  /** The key of the target; undefined for one that is not encrypted. */
  key?: Uint8Array
  /** The key of the source, if it is another one. */
  oldKey?: Uint8Array
}

/** Both outboxes, open. */
export interface Transfer {
  /** For the audit of the source. */
  operator: OutboxOperator
  /** Rows of the source by table, without `signup_`. */
  counts: Record<string, number>
  /** Copies everything and compares the numbers of rows. Throws `ConfigurationError`. */
  copy(): Promise<Record<string, number>>
  /** Completes the copied audit entry of the transfer itself. */
  completeAudit(count: number): Promise<void>
}

/**
 * Prepares to copy an outbox to an empty place, encrypted with another key if there is one. No proxy may be running on
 * either. Creates nothing before `copy` is called. Throws `ConfigurationError`, with `FROM` and `TO` as names.
 */
export async function withTransfer<T>(settings: TransferSettings, use: (transfer: Transfer) => Promise<T>): Promise<T> {
  const source = await inPlace('FROM', () => openSource(settings.from))
  try {
    const keys = await readKeys(source, settings)
    return await use({
      operator: new OutboxOperator(source, keys.from),
      counts: await source.upgrade(countTables),
      copy: () => withTarget(settings.to, target => copyAll(source, target, keys)),
      completeAudit: count =>
        withTarget(settings.to, async target => {
          await target.run(() =>
            rows(`UPDATE signup_audit SET count = ?1 WHERE n = (SELECT MAX(n) FROM signup_audit)`, count),
          )
        }),
    })
  } finally {
    await source.close()
  }
}

/** Names the place instead of the variable in the errors of opening it. */
async function inPlace<T>(name: 'FROM' | 'TO', open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    throw new ConfigurationError([error.message.replaceAll(/^OUTBOX: /gm, `${name}: `)])
  }
}

async function openSource(place: StoredPlace): Promise<Driver> {
  const {driver} = await openDriver(place, {create: false})
  try {
    await requireTables(driver, place)
    return driver
  } catch (error) {
    await driver.close()
    throw error
  }
}

/** Finds out which of the keys the source has. */
async function readKeys(source: Driver, {key, oldKey}: TransferSettings): Promise<TransferKeys> {
  const bound = await source.read(() => readMeta('key'))
  const candidates = [oldKey, key, undefined].map(candidate => ({candidate, encryption: createEncryption(candidate)}))
  const found = candidates.find(({encryption}) => encryption.fingerprint === (bound ?? 'none'))
  if (!found)
    throw new ConfigurationError([`OUTBOX_OLD_KEY: ${oldKey ? '' : 'missing, '}expected the key of the outbox to copy`])
  if (!key && found.candidate)
    throw new ConfigurationError(['OUTBOX_KEY: missing, expected a key for the copy of an encrypted outbox'])
  return {from: found.encryption, to: createEncryption(key)}
}

async function withTarget<T>(place: StoredPlace, use: (target: Driver) => Promise<T>): Promise<T> {
  const target = await inPlace('TO', () => openTarget(place))
  try {
    return await use(target)
  } finally {
    await target.close()
  }
}

async function openTarget(place: StoredPlace): Promise<Driver> {
  const contents = await findOutbox(place)
  if (contents.kind === 'outbox') return openSource(place)
  if (contents.kind === 'other' && place.kind === 'file') throw new ConfigurationError([otherProgramMessage])
  const {driver} = await openDriver(place)
  try {
    await prepareTables(driver)
    return driver
  } catch (error) {
    await driver.close()
    throw error
  }
}

async function copyAll(source: Driver, target: Driver, keys: TransferKeys): Promise<Record<string, number>> {
  const marker = interruptedTransfer(keys.to.fingerprint)
  const bound = await target.read(() => readMeta('key'))
  if (bound === marker) while (await target.upgrade(deleteCopied));
  if (!isEmpty(await target.upgrade(countTables)))
    throw new ConfigurationError(['TO: expected an empty place, there is an outbox with data'])
  await target.run(() => writeMeta('key', marker)) // no proxy opens it before it is complete
  await copyTables(source, target, keys)
  const [expected, copied] = [await source.upgrade(countTables), await target.upgrade(countTables)]
  if (JSON.stringify(expected) !== JSON.stringify(copied))
    throw new ConfigurationError(['FROM: changed while it was being copied, stop its proxies and run migrate again'])
  await target.run(() => writeMeta('key', keys.to.fingerprint))
  await source.run(pauseQueue) // what is sent from the copy must not be sent from here as well
  return copied
}

const isEmpty = (counts: Record<string, number>): boolean => Object.values(counts).every(count => count === 0)
