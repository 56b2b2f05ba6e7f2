import {setTimeout as sleep} from 'node:timers/promises'
import type {CDPSession} from 'playwright-core'

/** Counts bytes over the wire, encoded and with headers. It listens from its creation on. */
export class Traffic {
  readonly #done: {second: number; bytes: number; url: string}[] = []
  readonly #open = new Map<string, string>()
  #start: number | undefined

  constructor(cdp: CDPSession) {
    cdp.on('Network.requestWillBeSent', ({requestId, timestamp, request}) => {
      if (request.url.startsWith('data:')) return
      this.#start ??= timestamp
      this.#open.set(requestId, request.url)
    })
    cdp.on('Network.loadingFinished', ({requestId, timestamp, encodedDataLength}) =>
      this.#end(requestId, timestamp, encodedDataLength),
    )
    cdp.on('Network.loadingFailed', ({requestId, timestamp}) => this.#end(requestId, timestamp, 0))
  }

  /** Bytes of all requests so far, or of those that ended in the first `milliseconds`. */
  bytes(milliseconds = Infinity): number {
    const last = (this.#start ?? 0) + milliseconds / 1000
    return this.#done.filter(({second}) => second <= last).reduce((sum, {bytes}) => sum + bytes, 0)
  }

  /** Each finished request: its URL, its bytes, and its end in milliseconds since the start of the first. */
  get requests(): {url: string; bytes: number; end: number}[] {
    return this.#done.map(({url, bytes, second}) => ({url, bytes, end: (second - this.#start!) * 1000}))
  }

  /** Waits until no request has been open for some milliseconds. */
  async quiet(milliseconds = 500): Promise<void> {
    for (let calm = 0; calm < milliseconds; calm += 50) {
      await sleep(50)
      if (this.#open.size > 0) calm = 0
    }
  }

  #end(id: string, second: number, bytes: number): void {
    const url = this.#open.get(id)
    if (url && this.#open.delete(id)) this.#done.push({second, bytes, url})
  }
}
