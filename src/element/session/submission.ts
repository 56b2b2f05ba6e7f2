import type {ReactiveController} from 'lit'
import {signalNames} from '../../contact/signals.ts'
import type {Contact} from '../../contact/schema.ts'
import {announceSuccess, openSuccessUrl} from '../announce-success.ts'
import {
  ContactSignupErrorEvent,
  ContactSignupInvalidEvent,
  ContactSignupSubmitEvent,
  ContactSignupSuccessEvent,
} from '../events.ts'
import type {FormState} from '../form-state.ts'
import type {SignupHost} from '../host.ts'
import {FormController, type SubmissionOutcome} from './form-controller.ts'
import type {FormSnapshot} from './request-body.ts'
import {Retrier} from './retrier.ts'
import {Sender} from './sender.ts'
import type {Validator} from './validator.ts'

export interface SubmissionOptions {
  validator: Validator
  /** When the form was created, on the clock of `performance.now()`. */
  createdAt: number
  onChange(state: FormState): void
  /** Lists the errors above the fields, and moves the focus there unless the visitor is elsewhere during a retry. */
  showSummary(isRetry: boolean): Promise<void>
}

/** Sends the form, retries after a failure, and reports to the page and the visitor how it ended. */
export class Submission implements ReactiveController {
  readonly form: FormController
  readonly #host: SignupHost
  readonly #options: SubmissionOptions
  readonly #sender = new Sender()
  readonly #retrier = new Retrier(() => this.#retry())

  constructor(host: SignupHost, options: SubmissionOptions) {
    const {validator, onChange} = options
    this.#host = host
    this.#options = options
    this.form = new FormController(
      {
        validateNow: snapshot => validator.validateNow(snapshot),
        validate: snapshot => validator.validate(snapshot),
        confirm: contact => host.dispatchEvent(new ContactSignupSubmitEvent(contact)),
        send: (endpoint, key, contact) => this.#send(endpoint, key, contact),
      },
      onChange,
    )
    host.addController(this)
    if (host.proofOfWork) this.#sender.prepare(host.endpoint)
  }

  /**
   * Resolves to true when the proxy has the lead.
   * @param takeSnapshot reads the form, which may have to load something first
   * @param isRetry without the visitor having submitted
   */
  async submit(takeSnapshot: () => Promise<FormSnapshot>, isRetry: boolean): Promise<boolean> {
    const outcome = await this.form.submit(takeSnapshot)
    if (this.form.state.retries && this.#host.isConnected) this.#retrier.start()
    else this.#retrier.stop()
    await this.#host.updateComplete
    await this.#announce(outcome, isRetry)
    return outcome.kind === 'sent'
  }

  hostConnected(): void {
    if (this.form.state.retries) this.#retrier.start()
    this.#followRetries()
  }

  /** A form that is removed from the page stops retrying, and goes on when it is inserted again. */
  hostDisconnected(): void {
    this.#retrier.stop()
    this.#followRetries()
  }

  /** While a lead is being retried, the browser asks before the page is left. */
  hostUpdated(): void {
    this.#followRetries()
  }

  cancel(): void {
    this.#sender.cancel()
    this.form.reset()
  }

  #followRetries(): void {
    const {retries} = this.form.state
    if (retries && this.#host.isConnected) addEventListener('beforeunload', this.#askBeforeLeaving)
    else removeEventListener('beforeunload', this.#askBeforeLeaving)
  }

  /** Of each form's own: another form on the page must not remove it. */
  readonly #askBeforeLeaving = (event: BeforeUnloadEvent) => {
    event.preventDefault()
    event.returnValue = true // for Chrome up to 118
  }

  #send(endpoint: string, key: string, contact: Contact) {
    const honeypot = this.#host.renderRoot.querySelector<HTMLTextAreaElement>(`#${signalNames.honeypot}`)
    return this.#sender.send(endpoint, key, {
      ...contact,
      [signalNames.honeypot]: honeypot?.value || undefined,
      [signalNames.elapsed]: Math.round(performance.now() - this.#options.createdAt),
    })
  }

  async #retry(): Promise<boolean> {
    const outcome = await this.form.retry()
    await this.#host.updateComplete
    if (outcome) await this.#announce(outcome, true)
    return this.form.state.retries === true
  }

  async #announce(outcome: SubmissionOutcome, isRetry: boolean): Promise<void> {
    const host = this.#host
    if (outcome.kind === 'invalid') {
      await this.#options.showSummary(isRetry)
      const {issues, warnings} = this.form.state
      host.dispatchEvent(new ContactSignupInvalidEvent({...issues, ...warnings}))
    }
    if (outcome.kind === 'failed') host.dispatchEvent(new ContactSignupErrorEvent(outcome.code, outcome.status))
    if (outcome.kind !== 'sent') return
    const success = new ContactSignupSuccessEvent(outcome.status, outcome.requestId)
    announceSuccess(host, success, isRetry)
    if (host.successUrl) await success.listenersDone
    openSuccessUrl(host, isRetry)
  }
}
