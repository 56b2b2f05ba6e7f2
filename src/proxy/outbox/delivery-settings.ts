import type {ApiContactSettings} from '../contact-api/create-request.ts'
import type {AttemptTracing} from '../delivery/attempt-span.ts'
import type {LogEvent} from '../http/log-event.ts'
import type {UnknownOutcome} from './retry-policy.ts'

/** When leads are delivered: while the process runs, or only while it is asked to respond or to deliver. */
export const deliveryTimes = ['background', 'on-request'] as const

/** The settings of delivery from the outbox. */
export interface DeliverySettings extends ApiContactSettings, AttemptTracing {
  /** Milliseconds for one request to the contact API. */
  deadline: number
  /** Milliseconds after which a stored lead gets its response while its first attempt goes on. */
  answerWithin: number
  /** Attempts in flight at once. */
  maxAttempts: number
  /** Retries a second. */
  redeliveryRate: number
  unknownOutcome: UnknownOutcome
  delivery: (typeof deliveryTimes)[number]
  log(event: LogEvent): void
}
