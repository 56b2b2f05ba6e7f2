import type {Submission} from '../visitors.ts'
import type {Operation} from './journal.ts'
import type {Recording} from './recording.ts'

/** What a proxy has said or done about a lead. Its store must never know less. */
export interface Promised extends Submission {
  /** A visitor got 201 or 202. */
  acknowledged: boolean
  /** A visitor got 201: the contact API has the lead, and it must not be sent again. */
  delivered: boolean
  /** A request to the contact API was written to its socket. */
  sent: boolean
}

/** Follows the messages of a journal. */
export class Promises {
  readonly leads = new Map<string, Promised>()
  readonly #recording: Recording

  constructor(recording: Recording) {
    this.#recording = recording
  }

  apply(operation: Operation): void {
    if (operation.kind !== 'message') return
    const {text} = operation
    const sent = /^POST [^]*"email":"([\w-]+)@/.exec(text)?.[1]
    if (sent !== undefined) this.#add(sent, {sent: true})
    const [, status, requestId = ''] = /^HTTP\/1\.1 (20[12]) [^]*?\r\nx-request-id: (\S+)/i.exec(text) ?? []
    const acknowledged = this.#recording.requests.get(requestId) // none if the visitor did not get it before a kill
    if (acknowledged !== undefined)
      this.#add(acknowledged, {acknowledged: true, ...(status === '201' && {delivered: true})})
  }

  #add(lead: string, change: Partial<Promised>): void {
    const known = this.leads.get(lead) ?? {acknowledged: false, delivered: false, sent: false}
    this.leads.set(lead, {...this.#recording.submissions.get(lead)!, ...known, ...change})
  }
}
