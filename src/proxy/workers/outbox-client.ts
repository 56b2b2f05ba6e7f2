import {Problem} from '../../contact/wire.ts'
import {ConfigurationError} from '../config/configuration-error.ts'
import type {Deliver, Delivered, Lead} from '../delivery/lead.ts'
import type {LogEvent} from '../http/log-event.ts'
import {openMemoryCounter, shareCounter, type OpenCounter} from '../intake/limits/counter.ts'
import type {Rate} from '../intake/limits/rate.ts'
import {fromReply, type Reply} from './reply.ts'

/** The Durable Object as the Worker calls it. */
export interface OutboxStub {
  deliver(lead: Lead): Promise<Reply<Delivered>>
  /** Resolves to 0 if the challenge has not been redeemed before, else to the seconds until it expires. */
  redeem(nonce: string, rate: Rate): Promise<Reply<number>>
}

/** The part of a binding of Durable Objects that is used here. */
export interface OutboxNamespace {
  idFromName(name: string): unknown
  get(id: unknown): OutboxStub
}

/** All leads are in one object: duplicates must be found, and limits count together. */
const objectName = 'outbox'

/** Reads the binding `OUTBOX`. Throws `ConfigurationError`. */
export function readNamespace(env: {OUTBOX?: unknown}): OutboxNamespace {
  const {OUTBOX: namespace} = env as {OUTBOX?: Partial<OutboxNamespace> | null}
  if (typeof namespace === 'object' && typeof namespace?.idFromName === 'function') return namespace as OutboxNamespace
  throw new ConfigurationError([
    `OUTBOX: ${namespace === undefined ? 'missing, ' : ''}expected a binding of the Durable Object class ContactSignupOutbox`,
  ])
}

/** The outbox in its Durable Object, as the Worker uses it. */
export class OutboxClient {
  readonly #namespace: OutboxNamespace
  readonly #log: (event: LogEvent) => void
  #reported: string | undefined

  constructor(namespace: OutboxNamespace, log: (event: LogEvent) => void) {
    this.#namespace = namespace
    this.#log = log
  }

  readonly deliver: Deliver = lead => this.#call(stub => stub.deliver(lead))

  /** Counts redeemed challenges in the object, and in this isolate's memory while the object does not respond. */
  readonly openCounter: OpenCounter = (name, rate) => {
    const limiter = {
      consume: async (nonce: string) => {
        const seconds = await this.#call(stub => stub.redeem(nonce, rate))
        if (seconds > 0) throw {msBeforeNext: seconds * 1000} // as the libraries of other stores refuse
      },
      reward: async () => {}, // what is redeemed stays redeemed
    }
    return shareCounter(limiter, openMemoryCounter(name, rate), this.#log)
  }

  /** A stub belongs to the request that creates it, so each call has one of its own. */
  async #call<T>(call: (stub: OutboxStub) => Promise<Reply<T>>): Promise<T> {
    let reply: Reply<T>
    try {
      reply = await call(this.#namespace.get(this.#namespace.idFromName(objectName)))
    } catch (error) {
      throw new Problem('store_unavailable', {retryAfter: 5, cause: {code: toCode(error)}})
    }
    try {
      return fromReply(reply)
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      this.#report(error.message)
      throw new Problem('store_unavailable', {retryAfter: 60, cause: {code: 'configuration'}})
    }
  }

  /** Prints the lines of a configuration that the object refuses, once an isolate. */
  #report(message: string): void {
    if (message === this.#reported) return
    this.#reported = message
    for (const line of message.split('\n')) console.error(line)
  }
}

/** https://developers.cloudflare.com/durable-objects/best-practices/error-handling/ */
function toCode(error: unknown): string {
  const {overloaded, message} = error as {overloaded?: boolean; message?: unknown} // any thrown value has properties
  if (/does not implement the method/.test(String(message))) return 'not_ContactSignupOutbox'
  return overloaded ? 'object_overloaded' : 'object_unreachable'
}
