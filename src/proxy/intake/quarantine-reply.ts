import type {Delivered} from '../delivery/lead.ts'

/** Until the first delivery. */
const typicalLatencyMs = 100

/** Mimics the status and latency of recent deliveries, so that a quarantined sender cannot tell it was quarantined. */
export class ReplyMimic {
  #status: Delivered['status'] = 'created'
  #latencyMs = typicalLatencyMs

  /** Records a delivery that was no duplicate. */
  record(status: Delivered['status'], latencyMs: number): void {
    this.#status = status
    this.#latencyMs = latencyMs
  }

  /** Resolves when a delivered lead would get its response: a duplicate at once, as its result is known. */
  async reply(elapsedMs: number, isDuplicate = false): Promise<Delivered['status']> {
    if (isDuplicate) return this.#status
    const remainingMs = this.#latencyMs * (0.8 + Math.random() * 0.4) - elapsedMs
    if (remainingMs > 1) await new Promise(resolve => setTimeout(resolve, remainingMs))
    return this.#status
  }
}
