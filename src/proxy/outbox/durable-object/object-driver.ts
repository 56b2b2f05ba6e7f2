import {Problem} from '../../../contact/wire.ts'
import {ConfigurationError} from '../../config/configuration-error.ts'
import type {Dialect, Driver, Row, Step, Steps, Value} from '../sql/steps.ts'
import type {ObjectStorage} from './object-storage.ts'

/** https://developers.cloudflare.com/durable-objects/platform/limits/ */
const maxParameters = 100

const dialect: Dialect = {
  serial: 'INTEGER PRIMARY KEY',
  bytes: 'BLOB',
  fromHex: expression => `unhex(${expression})`,
  // The platform's own tables begin with _cf_.
  tableNames: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'`,
  ownsDatabase: true,
  extensions: [],
}

/**
 * Runs transactions on the SQLite storage of a Durable Object. They are synchronous; what several requests write in one
 * turn of the event loop, the platform commits together.
 */
export class ObjectDriver implements Driver {
  readonly dialect = dialect
  readonly #storage: ObjectStorage

  constructor(storage: ObjectStorage) {
    this.#storage = storage
  }

  async run<T>(transaction: () => Steps<T>): Promise<T> {
    try {
      const result = this.#storage.transactionSync(() => this.#runSteps(transaction()))
      // The platform holds back responses and requests until writes are on disk, but not log lines.
      await this.#storage.sync()
      return result
    } catch (error) {
      throw toProblem(error)
    }
  }

  async read<T>(query: () => Steps<T>): Promise<T> {
    return this.readNow(query)
  }

  /** Runs steps that only read, in this turn of the event loop. */
  readNow<T>(query: () => Steps<T>): T {
    try {
      return this.#runSteps(query())
    } catch (error) {
      throw toProblem(error)
    }
  }

  upgrade<T>(transaction: () => Steps<T>): Promise<T> {
    return this.run(transaction)
  }

  /** The platform closes the storage together with the object. */
  async close(): Promise<void> {}

  #runSteps<T>(steps: Steps<T>): T {
    let next = steps.next([])
    while (!next.done) next = steps.next(this.#runStep(next.value))
    return next.value
  }

  #runStep(step: Step): Row[] {
    if ('lock' in step) return [] // nothing else runs during a synchronous transaction
    const {text, values} = step.values.length > maxParameters ? inlineValues(step.text, step.values) : step
    return this.#storage.sql
      .exec(text, ...values)
      .toArray()
      .map(withBytes)
  }
}

/** Writes the values of a long list into the statement: numbers, ids and digests, none of which needs quoting. */
export function inlineValues(text: string, values: readonly Value[]): {text: string; values: Value[]} {
  const others: Value[] = []
  const inlined = text.replace(/\?(\d+)/g, (_parameter, number: string) => {
    const value = values[Number(number) - 1]!
    if (typeof value === 'number' || value === null) return String(value)
    if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
    return /^[\w-]*$/.test(value) ? `'${value}'` : `?${others.push(value)}`
  })
  return {text: inlined, values: others}
}

/** The storage returns binary data as `ArrayBuffer`. */
function withBytes(row: Row): Row {
  for (const [column, value] of Object.entries(row))
    if (value instanceof ArrayBuffer) row[column] = new Uint8Array(value)
  return row
}

/** Messages of the database are dropped, because they may quote personal data; its code is a part of them. */
function toProblem(error: unknown): Problem {
  if (error instanceof ConfigurationError) return new Problem('store_unavailable', {cause: error})
  const {message, name} = error as Error // any thrown value has properties
  const code = /SQLITE_\w+/.exec(String(message))?.[0]
  return new Problem('store_unavailable', {retryAfter: 30, cause: {code, name}})
}
