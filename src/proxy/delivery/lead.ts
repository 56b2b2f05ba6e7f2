import type {Contact} from '../../contact/schema.ts'
import type {Receipt} from '../../contact/wire.ts'
import type {Evidence} from '../contact-api/create-request.ts'

/** A judged contact under its idempotency key, with what the proxy adds of its own knowledge. */
export interface Lead {
  /** A UUID in lower case. */
  key: string
  contact: Contact
  evidence: Evidence
  /** Why it is kept apart, as a code. Such a lead is stored and answered as any other, and sent when the operator releases it. */
  quarantine?: string
}

/** What the visitor is told, and for the log the contact API's status where it gave one. */
export interface Delivered {
  status: Receipt['status']
  upstreamStatus?: number
}

/**
 * Brings a lead to the contact API, or at least to safety: `created` when the API has it, `accepted` when it is stored
 * durably. Throws a `Problem` for everything else, with the API's outcome or the store's fault as its cause.
 */
export type Deliver = (lead: Lead) => Promise<Delivered>
