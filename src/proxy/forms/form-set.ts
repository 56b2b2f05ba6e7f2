import type {FormConfiguration} from '../config/forms.ts'
import {createIdempotencyCache, type IdempotencyCache} from '../delivery/idempotency.ts'
import type {ProxyRequest, ProxyResponse} from '../http/exchange.ts'
import type {LogEvent} from '../http/log-event.ts'
import {createNotFoundHandler} from '../http/not-found.ts'
import type {RequestHandler} from '../http/request-handler.ts'
import {openMemoryCounter, type Counter, type OpenCounter} from '../intake/limits/counter.ts'
import {createRedeemed} from '../intake/proof-of-work/proofs.ts'
import type {RedeemedChallenges} from '../intake/proof-of-work/redeemed.ts'
import type {AttemptUsage} from '../outbox/attempts.ts'
import type {FormNames} from '../outbox/form-names.ts'
import {FormOutbox, type FormsStore} from '../outbox/form-outbox.ts'
import {digest, openForm, type FormRuntime, type OpenForm} from './open-form.ts'

export interface FormSetContext extends FormRuntime {
  /** Where the leads of all forms are stored; undefined without an outbox. */
  store?: FormsStore
  names: FormNames
  log(event: LogEvent): void
}

/** A form that is served. */
interface Running {
  form: OpenForm
  memory: Memory
  /** Its options but the secret, to see what has changed. */
  options: string
  /** Requests that are being handled. */
  requests: number
  /** Called when no request is being handled any more. */
  onIdle(): void
}

/** What of a form survives a change of its settings. */
interface Memory {
  cache: IdempotencyCache
  /** By name and rate, those that the form counts with. */
  counters: Map<string, Counter>
  /** Once the form has required proof of work. */
  redeemed: RedeemedChallenges | undefined
}

/** The forms of a server by their paths. Each has an account, limits and a delivery worker of its own. */
export class FormSet {
  readonly #context: FormSetContext
  readonly #handleNotFound: RequestHandler
  readonly #closing = new Set<Promise<unknown>>()
  /** Signs challenges of this process where no key is configured. */
  readonly #proofKey = crypto.randomUUID() + crypto.randomUUID()
  #running = new Map<string, Running>()

  constructor(context: FormSetContext) {
    this.#context = context
    this.#handleNotFound = createNotFoundHandler(context)
  }

  /** The paths of the forms that are served. */
  get paths(): string[] {
    return [...this.#running.keys()]
  }

  /** The attempts in flight of each form. */
  get attempts(): (AttemptUsage & {form: string})[] {
    return [...this.#running].flatMap(([path, {form}]) => (form.attempts ? {form: path, ...form.attempts()} : []))
  }

  readonly handleRequest = async (request: ProxyRequest): Promise<ProxyResponse> => {
    const running = this.#find(request.target)
    if (!running) return this.#handleNotFound(request)
    running.requests += 1
    try {
      return await running.form.handleRequest(request)
    } finally {
      running.requests -= 1
      if (running.requests === 0) running.onIdle()
    }
  }

  /**
   * Serves these forms, all at once. A form that is the same goes on; one that has changed, or is gone, handles the requests
   * that it has and delivers no more. Throws, and changes nothing, if a form cannot be opened.
   * @returns whether a form, or its secret, has changed
   */
  replace(configurations: readonly FormConfiguration[]): boolean {
    const next = new Map<string, Running>()
    const opened: Running[] = []
    try {
      for (const configuration of configurations) {
        const kept = this.#keep(configuration)
        next.set(configuration.path, kept ?? this.#open(configuration))
        if (!kept) opened.push(next.get(configuration.path)!)
      }
    } catch (error) {
      for (const running of opened) this.#retire(running)
      throw error
    }
    const retired = [...this.#running.values()].filter(running => ![...next.values()].includes(running))
    this.#running = next
    const rotated = configurations.filter(({path, options}) => this.#replaceSecret(path, options.accountSecret))
    for (const running of retired) this.#retire(running)
    return opened.length + retired.length + rotated.length > 0
  }

  /** Stops delivery; resolves when attempts in flight are recorded. Requests still get responses. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({form}) => form.close()))
    await Promise.all(this.#closing)
  }

  async disconnect(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({form}) => form.disconnect()))
  }

  #keep({path, options}: FormConfiguration): Running | undefined {
    const running = this.#running.get(path)
    return running?.options === describe(options) ? running : undefined
  }

  #open({path, options}: FormConfiguration): Running {
    const {store, names, log, ...runtime} = this.#context
    const id = names.toId(path)
    const completed = {
      ...options,
      proofOfWorkKey: options.proofOfWorkKey ?? this.#proofKey,
      outbox: store && new FormOutbox(store, {id, path}),
      log: (event: LogEvent) => log({...event, form: path}),
    }
    const earlier = this.#running.get(path)?.memory
    const memory: Memory = {
      cache: earlier?.cache ?? createIdempotencyCache(digest),
      counters: new Map(),
      redeemed: earlier?.redeemed,
    }
    const form = openForm(completed, runtime, {
      id,
      cache: memory.cache,
      redeemed: () => (memory.redeemed ??= createRedeemed(runtime.limits !== undefined)),
      openCounter: openKept(memory.counters, earlier?.counters),
    })
    return {form, memory, options: describe(options), requests: 0, onIdle: () => {}}
  }

  /** Returns whether it is another one. */
  #replaceSecret(path: string, value: string): boolean {
    const {secret} = this.#running.get(path)!.form.settings
    if (secret.reveal() === value) return false
    secret.replace(value)
    this.#context.log({level: 'info', event: 'secret_rotated', form: path})
    return true
  }

  #retire(running: Running): void {
    const {form} = running
    const idle = running.requests === 0 ? undefined : new Promise<void>(resolve => (running.onIdle = resolve))
    const closed = Promise.all([form.close(), idle])
      .then(() => form.disconnect())
      .finally(() => this.#closing.delete(closed))
    this.#closing.add(closed)
  }

  /** A query, and the path of challenges, is of the form that responds to it. */
  #find(target: string): Running | undefined {
    const [path = ''] = target.split('?', 1)
    return this.#running.get(path) ?? this.#running.get(path.replace(/\/challenge$/, ''))
  }
}

const describe = ({accountSecret: _secret, ...options}: FormConfiguration['options']): string => JSON.stringify(options)

/** Opens the earlier counter of the same rate, if there is one: a change of other settings does not reset it. */
function openKept(counters: Map<string, Counter>, earlier?: ReadonlyMap<string, Counter>): OpenCounter {
  return (name, rate) => {
    const key = `${name} ${rate.leads}/${rate.seconds}`
    const counter = earlier?.get(key) ?? openMemoryCounter(name, rate)
    counters.set(key, counter)
    return counter
  }
}
