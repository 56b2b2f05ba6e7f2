import type {Checked} from '../../contact/contact.ts'
import type {Contact} from '../../contact/schema.ts'
import type {FormReceipt} from './client.ts'
import type {FormSnapshot} from './request-body.ts'

/** What the form controller needs from outside. */
export interface FormPort {
  /** Validates with what is loaded. */
  validateNow(snapshot: FormSnapshot): Checked
  /** Validates with everything, which may have to load first. */
  validate(snapshot: FormSnapshot): Promise<Checked>
  /** Asks the page before sending; false cancels the submission. */
  confirm(contact: Contact): boolean
  /** Sends under an idempotency key. Throws `Problem`, or another error if the proxy was not reached. */
  send(endpoint: string, key: string, contact: Contact): Promise<FormReceipt>
}
