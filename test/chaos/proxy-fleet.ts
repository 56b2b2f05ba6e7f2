import {startProxyProcess, type ProxyProcess} from './proxy-process.ts'

/** Several proxy processes on one outbox. A killed process is replaced by a new one. */
export class ProxyFleet {
  /** When each killed process died (`performance.now()`), by its name. */
  readonly deaths = new Map<string, number>()
  readonly #env: Record<string, string>
  #processes: ProxyProcess[] = []

  constructor(env: Record<string, string>) {
    this.#env = env
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
    const index = Math.floor(Math.random() * this.#processes.length)
    const victim = this.#processes[index]!
    this.deaths.set(victim.sender, performance.now()) // from now on visitors use the others
    await victim.kill()
    this.deaths.set(victim.sender, performance.now())
    this.#processes[index] = await startProxyProcess(this.#env)
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map(proxy => proxy.kill('SIGTERM')))
  }

  get #running(): ProxyProcess[] {
    return this.#processes.filter(({sender}) => !this.deaths.has(sender))
  }
}
