import {startProxyProcess, type ProxyProcess} from './proxy-process.ts'
import {below, type Random} from './random.ts'

/** Several proxy processes on one outbox. A killed process is replaced by a new one. */
export class ProxyFleet {
  /** When each killed process died (`performance.now()`), by its name. */
  readonly deaths = new Map<string, number>()
  readonly #env: Record<string, string>
  readonly #random: Random
  #processes: ProxyProcess[] = []

  constructor(env: Record<string, string>, random: Random) {
    this.#env = env
    this.#random = random
  }

  async start(count: number): Promise<void> {
    this.#processes = await Promise.all(Array.from({length: count}, () => startProxyProcess(this.#env)))
  }

  /** The endpoints of the processes that are running. */
  get endpoints(): string[] {
    return this.#running.map(({endpoint}) => endpoint)
  }

  /** Kills a random process and starts another one in its place. */
  async killOne(): Promise<void> {
    const index = below(this.#processes.length, this.#random)
    const victim = this.#processes[index]!
    this.deaths.set(victim.sender, performance.now()) // from now on visitors use the others
    await victim.kill()
    this.deaths.set(victim.sender, performance.now())
    this.#processes[index] = await startProxyProcess(this.#env)
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await Promise.all(this.#running.map(proxy => proxy.kill(signal)))
  }

  get #running(): ProxyProcess[] {
    return this.#processes.filter(({sender}) => !this.deaths.has(sender))
  }
}
