import type {Contact} from '../../contact/schema.ts'
import type {Receipt} from '../../contact/wire.ts'
import type {Evidence} from '../contact-api/create-request.ts'

/** A validated contact under its idempotency key, with the evidence that the proxy adds. */
export interface Lead {
  /** A UUID in lower case. */
  key: string
  /** The key that the client sent, if `key` is derived from it. */
  submission?: string
  contact: Contact
  evidence: Evidence
  /** The id of the request that submitted the lead, for the log. */
  requestId?: string
  /** The span of that request, if it is traced: the lead's attempts belong to its trace. */
  traceparent?: string
  /** Why the lead is quarantined, as a code: it is stored, gets the usual response, and is sent once the operator releases it. */
  quarantine?: string
}

/** The status for the visitor and, for the log, the contact API's status if it gave one. */
export interface Delivered {
  status: Receipt['status']
  /** The id of the lead in the outbox. */
  leadId?: string
  upstreamStatus?: number
  /** The lead is in quarantine, also if an earlier submission of it was suspect and this one is not. */
  isQuarantined?: boolean
  /** The lead was stored before. */
  isDuplicate?: boolean
}

/**
 * Delivers a lead: `created` when the contact API has it, `accepted` when it is stored durably. Throws a `Problem` for
 * everything else, with the API's outcome or the store's error as its cause.
 */
export type Deliver = (lead: Lead) => Promise<Delivered>
