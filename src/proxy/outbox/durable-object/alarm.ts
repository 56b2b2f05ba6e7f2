import type {ObjectStorage} from './object-storage.ts'

/** The alarm of a Durable Object. It has one at a time. */
export class Alarm {
  readonly #storage: Pick<ObjectStorage, 'getAlarm' | 'setAlarm' | 'deleteAlarm'>
  #at = Infinity

  constructor(storage: Pick<ObjectStorage, 'getAlarm' | 'setAlarm' | 'deleteAlarm'>) {
    this.#storage = storage
  }

  /** Reads the alarm that an earlier instance of the object has set. */
  async read(): Promise<void> {
    this.#at = (await this.#storage.getAlarm()) ?? Infinity
  }

  /** Call it when the alarm has gone off. */
  noteFired(): void {
    this.#at = Infinity
  }

  /**
   * Has the alarm go off at this time at the latest (epoch milliseconds). What is written in the same turn of the event
   * loop is stored together with it, or not at all.
   */
  bringForward(at: number): void {
    if (at < this.#at) void this.set(at)
  }

  /** Sets the alarm; no alarm for `Infinity`. */
  async set(at: number): Promise<void> {
    if (at === this.#at) return
    this.#at = at
    await (at === Infinity ? this.#storage.deleteAlarm() : this.#storage.setAlarm(at))
  }
}
