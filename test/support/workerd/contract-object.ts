/** A Worker for the contract tests: a Durable Object whose outbox the tests call. */
import {DurableObject} from 'cloudflare:workers'
import {openObject, type ObjectStore} from '../../../src/proxy/outbox/durable-object/open-object.ts'
import type {ObjectStorage} from '../../../src/proxy/outbox/durable-object/object-storage.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {fromJson, toJson} from './json.ts'

const day = 24 * 3_600_000

export class ContractObject extends DurableObject<{KEY?: string}> {
  #store: Promise<ObjectStore> | undefined

  async call(method: keyof StoredOutbox, parameters: string): Promise<string> {
    const {outbox} = await this.#open()
    const call = outbox[method] as (...values: unknown[]) => Promise<unknown> // the test has typed them
    return toJson(await call.apply(outbox, fromJson(parameters) as unknown[]))
  }

  async nextDue(now: number): Promise<number> {
    return (await this.#open()).nextDue(now)
  }

  async count(...parameters: Parameters<ObjectStore['limits']['count']>): Promise<number> {
    return (await this.#open()).limits.count(...parameters)
  }

  async pruneLimits(now: number): Promise<boolean> {
    const {limits} = await this.#open()
    limits.prune(now)
    return limits.isEmpty
  }

  /** Runs statements on the storage, as an earlier version would, before the outbox is opened. */
  async run(statements: string[]): Promise<void> {
    for (const statement of statements) (this.ctx.storage as ObjectStorage).sql.exec(statement)
  }

  #open(): Promise<ObjectStore> {
    const {KEY: key} = this.env
    this.#store ??= openObject(this.ctx.storage as ObjectStorage, {
      key: key === undefined ? undefined : Buffer.from(key, 'base64'),
      retention: 30 * day,
      leadRetention: 20 * day,
    })
    return this.#store
  }
}

export default {fetch: () => new Response()}
