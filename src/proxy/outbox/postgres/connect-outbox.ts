import {Problem} from '../../../contact/wire.ts'
import {ConfigurationError} from '../../config/configuration-error.ts'
import type {OutboxSettings, StoredPlace} from '../location.ts'
import {toConfigurationError} from '../open-error.ts'
import {openTables} from '../open-tables.ts'
import type {Outbox} from '../outbox.ts'
import {openPostgres} from './open-postgres.ts'

type PostgresPlace = Extract<StoredPlace, {kind: 'postgres'}>

/** A function handles few requests at a time, and there may be many of it: PostgreSQL has 100 connections by default. */
const defaultConnections = 2
const retryAfterSeconds = 30

/**
 * An outbox in PostgreSQL that connects when a lead needs it, for functions: loading one waits for nothing, and one that cannot
 * connect tries again with the next lead. Meanwhile leads get 503, and the log of the function has a line that names the setting and
 * says what is expected. It has two connections at most, unless the settings say otherwise. Throws `ConfigurationError` for another kind of outbox.
 */
export function connectOutbox({place, ...settings}: OutboxSettings): Outbox {
  if (place.kind !== 'postgres')
    throw new ConfigurationError(['OUTBOX: expected postgres://USER:PASSWORD@HOST/DATABASE, functions share no files'])
  return new ConnectingOutbox(() => open({...settings, connections: settings.connections ?? defaultConnections}, place))
}

async function open(settings: Omit<OutboxSettings, 'place'>, place: PostgresPlace): Promise<Outbox> {
  const opened = await openPostgres(place.url, settings.connections).catch(error => report(error, place))
  return openTables(opened, settings).catch(async error => {
    await opened.driver.close()
    return report(error, place)
  })
}

/** The line is for the operator: the visitor gets 503. */
function report(error: unknown, place: PostgresPlace): never {
  console.error(toConfigurationError(error, place).message)
  throw error instanceof Problem
    ? error
    : new Problem('store_unavailable', {retryAfter: retryAfterSeconds, cause: error})
}

class ConnectingOutbox implements Outbox {
  readonly #open: () => Promise<Outbox>
  #opened: Promise<Outbox> | undefined

  constructor(open: () => Promise<Outbox>) {
    this.#open = open
  }

  async store(...parameters: Parameters<Outbox['store']>) {
    return (await this.#connect()).store(...parameters)
  }

  async find(key: string) {
    return (await this.#connect()).find(key)
  }

  async claim(...parameters: Parameters<Outbox['claim']>) {
    return (await this.#connect()).claim(...parameters)
  }

  async settle(...parameters: Parameters<Outbox['settle']>) {
    return (await this.#connect()).settle(...parameters)
  }

  async counts(now: number) {
    return (await this.#connect()).counts(now)
  }

  async prune(now: number) {
    return (await this.#connect()).prune(now)
  }

  async close() {
    await (await this.#opened)?.close()
  }

  #connect(): Promise<Outbox> {
    this.#opened ??= this.#open().catch(error => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }
}
