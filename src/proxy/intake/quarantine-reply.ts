import type {Delivered} from '../delivery/lead.ts'

/**
 * What the latest lead was told, and how long leads take: what is kept apart is answered alike, so that nobody
 * can try out what makes one suspect, by the words or by the clock.
 */
export class Usual {
  #status: Delivered['status'] = 'created'
  #milliseconds = 0

  note(status: Delivered['status'], milliseconds: number): void {
    this.#status = status
    this.#milliseconds = Math.max(milliseconds, this.#milliseconds * 0.9) // what is sent again is answered at once, and nothing to go by
  }

  /** Resolves when a lead would be answered that came so many milliseconds ago. */
  async answer(elapsed: number): Promise<Delivered['status']> {
    const left = this.#milliseconds * (0.8 + Math.random() * 0.4) - elapsed
    if (left > 1) await new Promise(resolve => setTimeout(resolve, left))
    return this.#status
  }
}
