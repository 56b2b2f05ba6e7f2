import type {IssueCode} from '../contact/issues.ts'
import type {Contact} from '../contact/schema.ts'
import type {Receipt} from '../contact/wire.ts'
import type {Failure} from './session/form-controller.ts'

const reaching = {bubbles: true, composed: true}

/** The form is valid and about to be sent; cancel it to keep it from being sent. */
export class ContactSignupSubmitEvent extends Event {
  static readonly type = 'contact-signup-submit'
  /** What will be sent, judged. */
  readonly contact: Contact

  constructor(contact: Contact) {
    super(ContactSignupSubmitEvent.type, {...reaching, cancelable: true})
    this.contact = contact
  }
}

/** The proxy has the lead. */
export class ContactSignupSuccessEvent extends Event {
  static readonly type = 'contact-signup-success'
  /** Whether the contact exists already, or its delivery goes on. */
  readonly status: Receipt['status']

  constructor(status: Receipt['status']) {
    super(ContactSignupSuccessEvent.type, reaching)
    this.status = status
  }
}

/** The form could not be sent; what was typed is still in it. */
export class ContactSignupErrorEvent extends Event {
  static readonly type = 'contact-signup-error'
  readonly code: Failure
  /** The proxy's HTTP status; 0 where it was not reached. */
  readonly status: number

  constructor(code: Failure, status: number) {
    super(ContactSignupErrorEvent.type, reaching)
    this.code = code
    this.status = status
  }
}

/** The form was not sent because of what was typed. */
export class ContactSignupInvalidEvent extends Event {
  static readonly type = 'contact-signup-invalid'
  /** Field name to code. */
  readonly issues: Readonly<Record<string, IssueCode>>

  constructor(issues: Readonly<Record<string, IssueCode>>) {
    super(ContactSignupInvalidEvent.type, reaching)
    this.issues = issues
  }
}

declare global {
  interface HTMLElementEventMap {
    'contact-signup-submit': ContactSignupSubmitEvent
    'contact-signup-success': ContactSignupSuccessEvent
    'contact-signup-error': ContactSignupErrorEvent
    'contact-signup-invalid': ContactSignupInvalidEvent
  }
}
