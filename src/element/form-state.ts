import type {IssueCode} from '../contact/issues.ts'
import type {ProblemCode} from '../contact/wire.ts'

export type Phase = 'editing' | 'sending' | 'done'

/** Why the form was not sent: the proxy's code, or `offline` if the proxy was not reached. */
export type Failure = ProblemCode | 'offline'

/** What the proxy has taken. */
export interface Sent {
  /** The contact as JSON. */
  contact: string
  /** Its idempotency key. */
  key: string
  /** When the visitor submitted it, by their clock. */
  time: Date
}

/** What the form renders of its state. */
export interface FormState {
  readonly phase: Phase
  /** Errors by field name, in the order of the fields. */
  readonly issues: Readonly<Record<string, IssueCode>>
  /** Values that may be right but probably are not, by field name. Submitting again confirms them. */
  readonly warnings?: Readonly<Record<string, IssueCode>>
  readonly failure?: Failure
  /** Whether the form retries by itself. */
  readonly retries?: boolean
  /** After success. Missing if the first script alone has sent the form. */
  readonly sent?: Sent | undefined
}
