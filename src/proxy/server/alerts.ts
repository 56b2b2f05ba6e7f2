import {randomUUID} from 'node:crypto'
import {hostname} from 'node:os'
import {setTimeout as sleep} from 'node:timers/promises'
import {within} from '../../contact/within.ts'
import type {EventName, LogEvent} from '../http/log-event.ts'
import {RepeatedEvents} from './repeated-events.ts'
import {postMessage, type Webhook} from './webhook.ts'

/** When an alert is sent again, and when it is given up. */
export interface AlertPolicy {
  /** The first delay; each further one is twice as long, up to a minute. */
  retryDelayMs: number
  /** An alert is given up after this time: an older one tells nothing that a newer one does not. */
  maxAgeMs: number
  /** One alert of a cause within this time; the next one has the number of events since. */
  repeatIntervalMs: number
}

const defaultPolicy: AlertPolicy = {retryDelayMs: 1_000, maxAgeMs: 600_000, repeatIntervalMs: 600_000}
const maxRetryDelayMs = 60_000
/** Alerts that wait in memory. Events of one cause are one alert, so that more of them are a fault. */
const maxWaiting = 32
/** The rest of the ten seconds for a shutdown. */
const closeTimeoutMs = 400
/** The receiver wants no more of them (RFC 9110, 15.5.11). */
const gone = 410

/** The events that an operator is alerted of, and under which name. */
const alertNames: Partial<Record<EventName, EventName>> = {
  api_unreachable: 'api_unreachable',
  api_reachable: 'api_reachable',
  queue_paused: 'queue_paused',
  dead_letter: 'dead_letter',
  quarantine_full: 'quarantine_full',
  wordings_full: 'wordings_full',
  store_unavailable: 'store_unavailable',
  outcome_not_recorded: 'store_unavailable',
  limits_store_down: 'limits_store_down',
}
/** What ends a fault: its next event is alerted at once. */
const ends: Partial<Record<EventName, EventName>> = {api_reachable: 'api_unreachable', queue_resumed: 'queue_paused'}

export interface AlertsOptions {
  webhook: Webhook
  log(event: LogEvent): void
  policy?: AlertPolicy
}

/**
 * Tells the operator of faults by a webhook: codes and numbers only. Alerts are in memory: one that cannot be sent for ten
 * minutes, or until the process ends, is given up and logged.
 */
export class Alerts {
  readonly #webhook: Webhook
  readonly #log: (event: LogEvent) => void
  readonly #policy: AlertPolicy
  readonly #events: RepeatedEvents
  readonly #waiting = new Set<Promise<void>>()
  readonly #stop = new AbortController()

  constructor({webhook, log, policy = defaultPolicy}: AlertsOptions) {
    this.#webhook = webhook
    this.#log = log
    this.#policy = policy
    this.#events = new RepeatedEvents(event => this.#send(event), policy.repeatIntervalMs)
  }

  /** Sends an alert, if the operator is alerted of this event. */
  onEvent({event, form, reason, fault, upstream_status}: LogEvent): void {
    const ended = ends[event]
    if (ended) this.#events.forget(ended, form)
    const name = alertNames[event]
    // An API that asks for a break ends the pause by itself.
    if (!name || (event === 'queue_paused' && reason === 'busy')) return
    const level = name === 'api_reachable' ? 'info' : 'error' // of the fault: only errors are repeated
    this.#events.log({level, event: name, form, reason, fault, upstream_status})
  }

  /** Gives up the alerts that wait for a retry. */
  async close(): Promise<void> {
    this.#stop.abort()
    await within(closeTimeoutMs, Promise.all(this.#waiting))
  }

  #send({event, level: _level, ...data}: LogEvent): void {
    if (this.#waiting.size >= maxWaiting) return this.#giveUp(event, {fault: 'queue_full'})
    const body = JSON.stringify({
      type: `contact_signup.${event}`,
      timestamp: new Date().toISOString(),
      data: {count: 1, ...data, proxy: hostname()},
    })
    const sent = this.#deliver(event, body).finally(() => this.#waiting.delete(sent))
    this.#waiting.add(sent)
  }

  async #deliver(alert: EventName, body: string): Promise<void> {
    const id = `msg_${randomUUID()}`
    const deadline = performance.now() + this.#policy.maxAgeMs
    for (let delay = this.#policy.retryDelayMs; ; delay = Math.min(2 * delay, maxRetryDelayMs)) {
      const failure = await this.#post(id, body)
      if (!failure) return
      const isLast = failure.upstream_status === gone || performance.now() + delay > deadline
      if (isLast || this.#stop.signal.aborted) return this.#giveUp(alert, failure)
      if (delay === this.#policy.retryDelayMs) this.#log({level: 'warn', event: 'alert_postponed', alert, ...failure})
      await sleep(delay, undefined, {signal: this.#stop.signal}).catch(() => {}) // `close` aborts it
      if (this.#stop.signal.aborted) return this.#giveUp(alert, failure)
    }
  }

  async #post(id: string, body: string): Promise<{upstream_status?: number; fault?: string} | undefined> {
    try {
      const status = await postMessage(this.#webhook, id, body)
      return status >= 200 && status < 300 ? undefined : {upstream_status: status}
    } catch (error) {
      const {name, cause} = error as {name?: unknown; cause?: {code?: unknown}} // reading a property is safe on any thrown value
      return {fault: String(cause?.code ?? name)}
    }
  }

  #giveUp(alert: EventName, failure: {upstream_status?: number; fault?: string}): void {
    this.#log({level: 'error', event: 'alert_not_sent', alert, ...failure})
  }
}
