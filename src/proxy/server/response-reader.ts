import type {Dispatcher} from 'undici'
import {NotSent, type Sent} from '../contact-api/upstream.ts'

/** Of an answer so many bytes are kept or dropped to keep its connection; one that is longer loses it. */
const maxBytes = 64 * 1024

/**
 * Reads one answer off a connection, without a stream of its own: its status as soon as that is there, its body only
 * where somebody asks. The deadline is for all of it.
 */
export class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #settle: {resolve(sent: Sent): void; reject(error: Error): void}
  readonly #late: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | undefined
  #chunks: Buffer[] = []
  #size = 0
  #ended: 'well' | 'badly' | undefined
  #onEnd = () => {}

  constructor(deadline: number, settle: {resolve(sent: Sent): void; reject(error: Error): void}) {
    this.#settle = settle
    this.#late = setTimeout(() => this.#give(new Error('deadline')), deadline)
  }

  /** Called when the first byte is about to leave. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#ended) controller.abort(new Error('deadline')) // it waited so long for a connection that nobody waits for it
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return
    const retryAfter = headers['retry-after']
    this.#settle.resolve({
      status,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      text: max => this.#text(max),
      discard: () => {},
    })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.byteLength
    if (this.#size > maxBytes) controller.abort(new Error('too long'))
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    this.#end('well')
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#give(error)
  }

  #give(error: Error): void {
    if (this.#ended) return
    this.#end('badly')
    this.#settle.reject(this.#controller ? error : new NotSent({cause: error}))
    this.#controller?.abort(error)
  }

  #end(how: 'well' | 'badly'): void {
    clearTimeout(this.#late)
    this.#ended = how
    this.#onEnd()
  }

  async #text(max: number): Promise<string | undefined> {
    if (!this.#ended) await new Promise<void>(resolve => (this.#onEnd = resolve))
    return this.#ended === 'well' && this.#size <= max ? Buffer.concat(this.#chunks).toString() : undefined
  }
}
