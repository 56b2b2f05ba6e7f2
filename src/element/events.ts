import type {IssueCode} from '../contact/issues.ts'
import type {Contact} from '../contact/schema.ts'
import type {Receipt} from '../contact/wire.ts'
import {within} from '../contact/within.ts'
import type {Failure} from './form-state.ts'
import type {ContactSignupViewEvent} from './view-event.ts'

const init = {bubbles: true, composed: true}

/** The visitor, or the browser for them, has entered something for the first time. */
export class ContactSignupStartEvent extends Event {
  static readonly type = 'contact-signup-start'

  constructor() {
    super(ContactSignupStartEvent.type, init)
  }
}

/** The form is valid and about to be sent; cancel the event to prevent that. */
export class ContactSignupSubmitEvent extends Event {
  static readonly type = 'contact-signup-submit'
  /** The validated contact that will be sent. */
  readonly contact: Contact

  constructor(contact: Contact) {
    super(ContactSignupSubmitEvent.type, {...init, cancelable: true})
    this.contact = contact
  }
}

/** Time for the page's asynchronous listeners, for instance to report the success, before the page is left. */
const listenersGraceMs = 50
/** The most that a listener can ask for: a visitor waits for the page that follows. */
const listenersTimeoutMs = 1000

/** The proxy has the lead. */
export class ContactSignupSuccessEvent extends Event {
  static readonly type = 'contact-signup-success'
  /** `created` in the contact API, or `accepted` for delivery. */
  readonly status: Receipt['status']
  /** The `request_id` of the lead in the proxy's log, unique; undefined if the response has none. */
  readonly requestId: string | undefined
  readonly #awaited: Promise<unknown>[] = []

  constructor(status: Receipt['status'], requestId?: string) {
    super(ContactSignupSuccessEvent.type, init)
    this.status = status
    this.requestId = requestId
  }

  /** Has the form wait for the promise, a second at most, before it goes on to `success-url`. For listeners to call. */
  waitUntil(promise: Promise<unknown>): void {
    this.#awaited.push(promise)
  }

  /** Resolves when all that listeners wait for has settled, or the second is over. */
  get listenersDone(): Promise<unknown> {
    const grace = new Promise(resolve => setTimeout(resolve, listenersGraceMs))
    return within(listenersTimeoutMs, Promise.allSettled([grace, ...this.#awaited]))
  }
}

/** The form could not be sent; it keeps everything that was typed. */
export class ContactSignupErrorEvent extends Event {
  static readonly type = 'contact-signup-error'
  readonly code: Failure
  /** The proxy's HTTP status; 0 where it was not reached. */
  readonly status: number

  constructor(code: Failure, status: number) {
    super(ContactSignupErrorEvent.type, init)
    this.code = code
    this.status = status
  }
}

/** The form was not sent, since fields are invalid. */
export class ContactSignupInvalidEvent extends Event {
  static readonly type = 'contact-signup-invalid'
  /** Field name to code. */
  readonly issues: Readonly<Record<string, IssueCode>>

  constructor(issues: Readonly<Record<string, IssueCode>>) {
    super(ContactSignupInvalidEvent.type, init)
    this.issues = issues
  }
}

declare global {
  /** Events of elements, documents and windows: they bubble. */
  interface GlobalEventHandlersEventMap {
    'contact-signup-view': ContactSignupViewEvent
    'contact-signup-start': ContactSignupStartEvent
    'contact-signup-submit': ContactSignupSubmitEvent
    'contact-signup-success': ContactSignupSuccessEvent
    'contact-signup-error': ContactSignupErrorEvent
    'contact-signup-invalid': ContactSignupInvalidEvent
  }
}
