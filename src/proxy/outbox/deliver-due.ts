import type {DeliverySettings} from './delivery-settings.ts'
import type {Outbox} from './outbox.ts'
import type {PauseReason, Settlement} from './retry-policy.ts'

export interface DeliverDueOptions {
  /** Milliseconds for all of it, less than the function may run; 25,000 by default. */
  timeLimitMs?: number
}

/** What one call has delivered, and what is left. */
export interface DeliveryReport {
  /** Leads that the contact API has now. */
  delivered: number
  /** Leads that became dead letters. */
  dead: number
  /** Leads whose attempt failed, and which are retried later. */
  postponed: number
  /** Leads that are not delivered yet: those above, those that were not due, and those that another process is sending. */
  waiting: number
  /** Age of the oldest of them in milliseconds; 0 if there is none. */
  oldestMs: number
  /** Why the queue is paused: nothing was sent then, or one lead as a probe. */
  paused?: PauseReason
}

/** Less than the 30 seconds of a scheduled function at Netlify, the shortest limit that is common. */
const defaultTimeLimitMs = 25_000
/** To claim leads, to record outcomes and to count what is left. */
const storeMs = 5_000

interface Due {
  worker: {runWhileDue(maxMs: number): Promise<(Settlement | undefined)[]>}
  outbox: Pick<Outbox, 'counts'>
  settings: Pick<DeliverySettings, 'deadline' | 'unknownOutcome'>
}

/**
 * Returns a function that delivers what is due within a time limit. It rejects if the limit is shorter than an attempt, or if the
 * outbox does not respond. Calls at the same time have the same result.
 */
export function createDeliverDue({worker, outbox, settings}: Due): (o?: DeliverDueOptions) => Promise<DeliveryReport> {
  let running: Promise<DeliveryReport> | undefined
  return async ({timeLimitMs = defaultTimeLimitMs} = {}) => {
    const attemptMs = toAttemptMs(settings)
    if (!(timeLimitMs >= attemptMs)) throw new Error(`timeLimitMs: expected at least ${attemptMs}, ${limitReason}`)
    running ??= deliver(timeLimitMs - attemptMs).finally(() => (running = undefined))
    return running
  }

  async function deliver(maxMs: number): Promise<DeliveryReport> {
    const settlements = await worker.runWhileDue(maxMs)
    const {pending, sending, oldest, paused} = await outbox.counts(Date.now())
    const count = (state: Settlement['state']) => settlements.filter(settlement => settlement?.state === state).length
    return {
      delivered: count('delivered'),
      dead: count('dead'),
      postponed: count('pending'),
      waiting: pending + sending,
      oldestMs: oldest,
      paused: paused?.reason,
    }
  }
}

const limitReason = 'the milliseconds of one request to the contact API (deadline) and five seconds for the outbox'

/** A look-up may come before the request, and takes as long. */
function toAttemptMs({deadline, unknownOutcome}: Due['settings']): number {
  return deadline * (unknownOutcome === 'reconcile' ? 2 : 1) + storeMs
}
