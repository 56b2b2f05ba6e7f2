import type {Health} from '../outbox/outbox.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'
import type {WriteObserver} from './observed-outbox.ts'

/** The endpoint is public, so all requests within this time share one read. */
const maxAgeMs = 1_000
/** How often a failing store is tested: a load balancer sends no lead that could show that it works again. */
const testIntervalMs = 2_000

/**
 * Whether the store takes leads: it does not from a failed write until the next successful one. Reading is no proof, since
 * a full disk can still be read.
 */
export class StoreHealth implements WriteObserver {
  readonly #outbox: Pick<StoredOutbox, 'health' | 'tryWrite'>
  readonly #servedIds: () => readonly string[]
  #isFailing = false
  #timer: NodeJS.Timeout | undefined
  #read: Promise<Health | undefined> | undefined
  #readAt = 0

  /** @param servedIds reads the names in the store of the forms that are served */
  constructor(outbox: Pick<StoredOutbox, 'health' | 'tryWrite'>, servedIds: () => readonly string[]) {
    this.#outbox = outbox
    this.#servedIds = servedIds
  }

  onWritten(): void {
    this.#isFailing = false
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  onFailed(): void {
    this.#isFailing = true
    this.#timer ??= setTimeout(() => void this.#test(), testIntervalMs).unref()
  }

  /** Resolves to undefined while the store takes no leads. */
  async read(): Promise<Health | undefined> {
    if (this.#isFailing) return undefined
    if (!this.#read || performance.now() - this.#readAt >= maxAgeMs) {
      this.#readAt = performance.now()
      this.#read = this.#outbox.health(Date.now(), this.#servedIds()).catch(() => undefined)
    }
    const health = await this.#read
    return this.#isFailing ? undefined : health
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  async #test(): Promise<void> {
    const hasWritten = await this.#outbox.tryWrite().then(
      () => true,
      () => false,
    )
    this.#timer = undefined
    if (hasWritten) this.onWritten()
    else if (this.#isFailing) this.onFailed()
  }
}
