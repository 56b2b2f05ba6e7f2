import type {Dispatcher} from 'undici'
import {createTimeoutError, NotSentError} from '../contact-api/fault.ts'
import type {UpstreamResponse} from '../contact-api/upstream.ts'

/** A longer body is not read to its end; its connection is closed. */
const maxBodyBytes = 64 * 1024

interface Settle {
  resolve(response: UpstreamResponse): void
  reject(error: Error): void
}

/**
 * Reads one response from a connection without creating a stream: resolves with its status as soon as that has arrived,
 * and keeps the body for `text()`. The timeout covers everything.
 */
export class ResponseReader implements Dispatcher.DispatchHandler {
  readonly #settle: Settle
  readonly #timer: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | undefined
  #chunks: Buffer[] = []
  #size = 0
  #result: 'complete' | 'failed' | undefined
  #onProgress = () => {}

  constructor(timeoutMs: number, settle: Settle) {
    this.#settle = settle
    this.#timer = setTimeout(() => this.#fail(createTimeoutError()), timeoutMs)
  }

  /** Called before the first byte is sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#result) controller.abort(createTimeoutError()) // it timed out while waiting for a connection
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
      text: maxLength => this.#text(maxLength),
      start: (maxBytes, startTimeoutMs) => this.#start(maxBytes, startTimeoutMs),
      discard: () => {},
    })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.byteLength
    if (this.#size > maxBodyBytes) controller.abort(new Error('body too large'))
    else this.#chunks.push(chunk)
    this.#onProgress()
  }

  onResponseEnd(): void {
    this.#end('complete')
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error)
  }

  #fail(error: Error): void {
    if (this.#result) return
    this.#end('failed')
    this.#settle.reject(this.#controller ? error : new NotSentError({cause: error}))
    this.#controller?.abort(error)
  }

  #end(result: 'complete' | 'failed'): void {
    clearTimeout(this.#timer)
    this.#result = result
    this.#onProgress()
  }

  async #text(maxLength: number): Promise<string | undefined> {
    while (!this.#result) await this.#progress()
    return this.#result === 'complete' && this.#size <= maxLength ? Buffer.concat(this.#chunks).toString() : undefined
  }

  async #start(maxBytes: number, timeoutMs: number): Promise<string> {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      this.#onProgress()
    }, timeoutMs)
    while (!this.#result && !isLate && this.#size < maxBytes) await this.#progress()
    clearTimeout(timer)
    return new TextDecoder().decode(Buffer.concat(this.#chunks).subarray(0, maxBytes), {stream: true})
  }

  /** Resolves when more of the body has arrived, or it has ended. */
  #progress(): Promise<void> {
    return new Promise(resolve => (this.#onProgress = resolve))
  }
}
