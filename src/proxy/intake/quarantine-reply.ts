import {LRUCache} from 'lru-cache'
import type {Delivered} from '../delivery/lead.ts'

type Status = Delivered['status']

/** Until the first delivery. */
const typicalLatencyMs = 100
/** About 3 MB. Retries come within minutes. */
const maxReplies = 10_000

/**
 * Gives leads that are not sent, because they are in quarantine or were stored before, the status and the latency of
 * recent deliveries, so that their sender cannot tell them from others.
 */
export class ReplyMimic {
  #status: Status = 'created'
  #latencyMs = typicalLatencyMs
  readonly #replies = new LRUCache<string, Promise<Status>>({max: maxReplies})

  /**
   * Resolves to the status for the visitor when a delivered lead would get its response. The same key again gets its
   * response with the first one or, later, at once.
   */
  async reply(key: string, delivered: Delivered, elapsedMs: number): Promise<Status> {
    const earlier = this.#replies.get(key)
    const reply = earlier ? this.#repeat(await earlier, delivered) : this.#replyFirst(delivered, elapsedMs)
    this.#replies.set(key, reply)
    return reply
  }

  async #replyFirst({status, isQuarantined, isDuplicate}: Delivered, elapsedMs: number): Promise<Status> {
    if (isQuarantined || isDuplicate) {
      await this.#waitAsUsual(elapsedMs)
      return isQuarantined ? this.#status : status
    }
    this.#status = status
    this.#latencyMs = elapsedMs
    return status
  }

  /** A lead that was delivered stays delivered, so a quarantined one must not seem to wait again. */
  async #repeat(earlier: Status, {status, isQuarantined}: Delivered): Promise<Status> {
    if (!isQuarantined) return status
    return earlier === 'created' ? earlier : this.#status
  }

  async #waitAsUsual(elapsedMs: number): Promise<void> {
    const remainingMs = this.#latencyMs * (0.8 + Math.random() * 0.4) - elapsedMs
    if (remainingMs > 1) await new Promise(resolve => setTimeout(resolve, remainingMs))
  }
}
