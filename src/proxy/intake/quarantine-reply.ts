import type {Delivered} from '../delivery/lead.ts'

/** Mimics the status and latency of recent deliveries, so that a quarantined sender cannot tell it was quarantined. */
export class ReplyMimic {
  #status: Delivered['status'] = 'created'
  #latencyMs = 0

  record(status: Delivered['status'], latencyMs: number): void {
    this.#status = status
    this.#latencyMs = Math.max(latencyMs, this.#latencyMs * 0.9) // a duplicate returns at once, so take the slow ones
  }

  /** Resolves when a delivered lead would get its response. */
  async reply(elapsedMs: number): Promise<Delivered['status']> {
    const remainingMs = this.#latencyMs * (0.8 + Math.random() * 0.4) - elapsedMs
    if (remainingMs > 1) await new Promise(resolve => setTimeout(resolve, remainingMs))
    return this.#status
  }
}
