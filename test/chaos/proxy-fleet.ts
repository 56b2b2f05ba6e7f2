import {startProxyProcess, type ProxyProcess} from './proxy-process.ts'
import {below, type Random} from './random.ts'

const maxStarts = 5

/** Several proxy processes on one outbox. A killed process is replaced by a new one. */
export class ProxyFleet {
  /** When each killed process died (`performance.now()`), by its name. */
  readonly deaths = new Map<string, number>()
  /** When a process logged that it had recorded a delivery (`performance.now()`), by the id of the lead. */
  readonly recorded = new Map<string, number>()
  readonly #env: Record<string, string>
  readonly #random: Random
  #processes: ProxyProcess[] = []

  constructor(env: Record<string, string>, random: Random) {
    this.#env = env
    this.#random = random
  }

  async start(count: number): Promise<void> {
    this.#processes = await Promise.all(Array.from({length: count}, () => this.#startOne()))
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
    this.#processes[index] = await this.#restart()
  }

  #startOne(): Promise<ProxyProcess> {
    return startProxyProcess(this.#env, undefined, line => {
      if (!line.includes('"event":"delivered"')) return
      const {lead} = JSON.parse(line) as {lead?: string} // an event of the log
      if (lead !== undefined && !this.recorded.has(lead)) this.recorded.set(lead, performance.now())
    })
  }

  /** Tries again as a service manager does: the proxy does not start while its database is stopped. */
  async #restart(): Promise<ProxyProcess> {
    for (let attemptsLeft = maxStarts; ; attemptsLeft -= 1)
      try {
        return await this.#startOne()
      } catch (error) {
        if (attemptsLeft === 1) throw error
      }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await Promise.all(this.#running.map(proxy => proxy.kill(signal)))
  }

  get #running(): ProxyProcess[] {
    return this.#processes.filter(({sender}) => !this.deaths.has(sender))
  }
}
