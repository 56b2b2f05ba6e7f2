import {Worker} from 'node:worker_threads'
import {Problem} from '../../../contact/wire.ts'
import type {OpenOptions, OutboxSettings, StoredPlace} from '../location.ts'
import type {StoredOutbox} from '../stored-outbox.ts'
import {toError, type Call, type Reply, type ThreadData} from './outbox-messages.ts'

/** Every method of an outbox. */
const methods: Record<keyof StoredOutbox, true> = {
  store: true,
  find: true,
  claim: true,
  settle: true,
  counts: true,
  countForms: true,
  findForms: true,
  bindForm: true,
  health: true,
  tryWrite: true,
  prune: true,
  list: true,
  retry: true,
  release: true,
  discard: true,
  pause: true,
  resume: true,
  evidence: true,
  forget: true,
  close: true,
}

/** Opens an outbox in a thread of its own. Throws `ConfigurationError`. */
export async function openInThread(
  settings: OutboxSettings,
  place: StoredPlace,
  options: OpenOptions,
): Promise<StoredOutbox> {
  const client = new OutboxClient({settings, place, options})
  await client.open()
  const names = Object.keys(methods) as (keyof StoredOutbox)[] // the keys of the record above
  const outbox = Object.fromEntries(
    names.map(method => [method, (...parameters: unknown[]) => client.call(method, parameters)]),
  )
  return outbox as unknown as StoredOutbox // each method has the parameters and the result of the method it calls
}

interface PendingCall {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Calls the methods of an outbox in another thread. If the thread ends, the next call starts another one. */
class OutboxClient {
  readonly #data: ThreadData
  readonly #pending = new Map<number, PendingCall>()
  #worker: Worker | undefined
  #calls: Call[] = []
  #lastId = 0
  #isClosed = false

  constructor(data: ThreadData) {
    this.#data = data
  }

  open(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#pending.set(0, {resolve, reject})
      this.#start()
    })
  }

  async call(method: keyof StoredOutbox, parameters: unknown[]): Promise<unknown> {
    if (this.#isClosed) {
      if (method === 'close') return undefined
      throw threadError('closed')
    }
    if (method === 'close') {
      this.#isClosed = true
      if (!this.#worker) return undefined // the thread has ended by itself
    }
    return new Promise((resolve, reject) => {
      const worker = this.#worker ?? this.#start()
      const id = (this.#lastId += 1)
      this.#pending.set(id, {resolve, reject})
      worker.ref() // the process must not end before the call does
      // All calls of one turn of the event loop are sent together.
      if (this.#calls.push({id, method, parameters}) === 1) setImmediate(() => this.#send())
    })
  }

  #send(): void {
    this.#worker?.postMessage(this.#calls)
    this.#calls = []
  }

  #start(): Worker {
    // From source the module is TypeScript, in the package JavaScript.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const worker = new Worker(new URL(`outbox-thread.${extension}`, import.meta.url), {workerData: this.#data})
    worker.on('message', (replies: Reply[]) => {
      for (const reply of replies) this.#settle(reply)
    })
    worker.on('error', () => {}) // the thread ends, and `exit` follows
    worker.on('exit', () => this.#onExit())
    this.#worker = worker
    return worker
  }

  #settle({id, result, error}: Reply): void {
    const call = this.#pending.get(id)
    this.#pending.delete(id)
    if (error) call?.reject(toError(error))
    else call?.resolve(result)
    if (this.#pending.size === 0) this.#worker?.unref()
  }

  #onExit(): void {
    this.#worker = undefined
    this.#calls = []
    for (const {reject} of this.#pending.values()) reject(threadError('thread_ended'))
    this.#pending.clear()
  }
}

function threadError(code: string): Problem {
  return new Problem('store_unavailable', {retryAfter: 30, cause: {code}})
}
