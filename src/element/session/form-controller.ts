import type {Warning} from '../../contact/contact.ts'
import type {Issue} from '../../contact/issues.ts'
import type {Contact} from '../../contact/schema.ts'
import {Problem} from '../../contact/wire.ts'
import {createKey} from '../create-key.ts'
import type {Failure, FormState, Sent} from '../form-state.ts'
import type {FormReceipt} from './client.ts'
import type {FormPort} from './form-port.ts'
import {leaveOut, withoutRefused} from './leave-out.ts'
import type {FormSnapshot} from './request-body.ts'
import {isRetried} from './retried-failures.ts'
import {isCorrectable, isWarning, issuesOf, toShown} from './shown-issues.ts'

/** How a submission ended. */
export type SubmissionOutcome =
  {kind: 'invalid' | 'canceled'} | {kind: 'failed'; code: Failure; status: number} | ({kind: 'sent'} & FormReceipt)

/**
 * The form's state: errors, phase, failure. Typed values stay in the controls, which password managers and browsers
 * change without an event, so most methods take a snapshot of the moment.
 */
export class FormController {
  readonly #port: FormPort
  readonly #onChange: (state: FormState) => void
  /** The contact that was sent last, with its idempotency key. */
  #sent: Sent | undefined
  /** The values that a warning was shown for: submitting them confirms them. */
  readonly #warned = new Set<string>()
  /** Whether something was edited since the last submission began: what it has sent is not retried then. */
  #isEdited = false
  /** Incremented by `reset()`; a response to an earlier submission changes nothing. */
  #resets = 0
  /** A failed submission that is retried until the visitor edits something. */
  #unsent: {snapshot: FormSnapshot; contact: Contact} | undefined
  #state: FormState = {phase: 'editing', issues: {}}

  constructor(port: FormPort, onChange: (state: FormState) => void) {
    this.#port = port
    this.#onChange = onChange
  }

  get state(): FormState {
    return this.#state
  }

  /**
   * Removes the errors that an edit has corrected, and adds none. Stops the retries: the visitor will submit again.
   * Without an error the form is not read, since this runs for every key press.
   */
  edit(takeSnapshot: () => FormSnapshot): void {
    this.#isEdited = true
    if (this.#unsent) this.#stopRetrying()
    const raised = this.#raised
    if (raised.length === 0) return
    const snapshot = takeSnapshot()
    const issues = issuesOf(this.#port.validateNow(snapshot), snapshot)
    this.#show(
      issues.filter(({field}) => raised.includes(field)),
      snapshot,
    )
  }

  /** Validates a field that the visitor has filled and left. */
  leave(field: string, snapshot: FormSnapshot): void {
    if (this.#state.phase !== 'editing' || !snapshot.input[field]) return
    const before = Object.entries({...this.#state.issues, ...this.#state.warnings})
    const others = before.filter(([name]) => name !== field).map(([name, code]) => ({field: name, code}))
    const checked = this.#port.validateNow(snapshot)
    this.#noteWarnings(checked.warnings?.filter(warning => warning.field === field))
    this.#show([...others, ...issuesOf(checked, snapshot).filter(issue => issue.field === field)], snapshot)
  }

  /** Validates everything. Returns whether there are no errors. */
  check(snapshot: FormSnapshot): boolean {
    const issues = issuesOf(this.#port.validateNow(snapshot), snapshot)
    return !issues.some(issue => !isWarning(issue.code) && isCorrectable(issue, snapshot.shown))
  }

  /** Shows the errors of everything, unless the form is being sent or has been. */
  report(snapshot: FormSnapshot): void {
    if (this.#state.phase === 'editing') this.#show(issuesOf(this.#port.validateNow(snapshot), snapshot), snapshot)
  }

  /**
   * Validates, asks the page and sends. Whatever happens, the form keeps everything.
   * @param takeSnapshot reads the form, which may have to load something first
   */
  async submit(takeSnapshot: () => Promise<FormSnapshot>): Promise<SubmissionOutcome> {
    this.#unsent = undefined
    this.#isEdited = false
    this.#enter({phase: 'sending', issues: {}})
    const resets = this.#resets
    try {
      const snapshot = await takeSnapshot()
      return resets === this.#resets ? await this.#validateAndSend(snapshot) : {kind: 'canceled'}
    } catch (error) {
      console.error('<contact-signup> submit:', error) // of a script of the page, such as one of its own controls
      return resets === this.#resets ? this.#fail('internal_error', 0) : {kind: 'canceled'}
    }
  }

  async #validateAndSend(snapshot: FormSnapshot): Promise<SubmissionOutcome> {
    const resets = this.#resets
    const checked = await this.#port.validate(snapshot)
    if (resets !== this.#resets) return {kind: 'canceled'}
    if (!checked.ok) {
      const input = leaveOut(snapshot.input, checked.issues, snapshot.shown)
      if (input) return this.#validateAndSend({...snapshot, input})
    }
    const {warnings = []} = checked
    const isNewWarning = this.#noteWarnings(warnings)
    if (!checked.ok) return this.#refuse([...checked.issues, ...warnings], snapshot, 0)
    if (isNewWarning) return this.#refuse(warnings, snapshot, 0)
    this.#enter({phase: 'editing', issues: {}})
    if (!this.#port.confirm(checked.contact)) return {kind: 'canceled'}
    this.#enter({phase: 'sending', issues: {}})
    return this.#send(snapshot, checked.contact)
  }

  /**
   * Sends a failed submission again, under the same key and without showing it until it succeeds. Resolves to undefined
   * if it failed again or the visitor has done something since; `state.retries` is then whether to go on.
   */
  async retry(): Promise<SubmissionOutcome | undefined> {
    const unsent = this.#unsent
    if (!unsent || this.#state.phase !== 'editing') return undefined
    const {snapshot, contact} = unsent
    try {
      const receipt = await this.#port.send(snapshot.endpoint, this.#keyOf(contact), contact)
      return this.#unsent === unsent ? this.#succeed(receipt) : undefined
    } catch (error) {
      if (this.#unsent !== unsent) return undefined
      const reduced = withoutRefused(contact, error, snapshot.shown)
      if (reduced) this.#unsent = {snapshot, contact: reduced}
      else if (!isRetried(error)) this.#stopRetrying()
      return reduced && this.retry()
    }
  }

  reset(): void {
    this.#resets += 1
    this.#sent = undefined
    this.#unsent = undefined
    this.#warned.clear()
    this.#enter({phase: 'editing', issues: {}})
  }

  async #send(snapshot: FormSnapshot, contact: Contact): Promise<SubmissionOutcome> {
    const resets = this.#resets
    try {
      const receipt = await this.#port.send(snapshot.endpoint, this.#keyOf(contact), contact)
      return resets === this.#resets ? this.#succeed(receipt) : {kind: 'canceled'}
    } catch (error) {
      if (resets !== this.#resets) return {kind: 'canceled'}
      if (isRetried(error) && !this.#isEdited) this.#unsent = {snapshot, contact}
      if (!(error instanceof Problem)) return this.#fail('offline', 0)
      const {code, status, issues = []} = error
      if (code !== 'contact_invalid') return this.#fail(code, status)
      const reduced = withoutRefused(contact, error, snapshot.shown)
      return reduced ? this.#send(snapshot, reduced) : this.#refuse(issues, snapshot, status)
    }
  }

  /** Notes that warnings are shown. Returns whether one of them was not shown before. */
  #noteWarnings(warnings: readonly Warning[] = []): boolean {
    const {size} = this.#warned
    for (const {value} of warnings) this.#warned.add(value)
    return this.#warned.size > size
  }

  /** The same contact keeps its key, however often it is sent; a changed one gets another. */
  #keyOf(contact: Contact): string {
    const json = JSON.stringify(contact)
    if (this.#sent?.contact !== json) this.#sent = {contact: json, key: createKey(), time: new Date()}
    return this.#sent.key
  }

  /** Shows errors beside the fields. If the visitor can correct none, they are the page's, and go to the console. */
  #refuse(issues: readonly Issue[], snapshot: FormSnapshot, status: number): SubmissionOutcome {
    const own = toShown(issues, snapshot.shown)
    if (own.some(issue => isCorrectable(issue, snapshot.shown))) {
      this.#show(own, snapshot)
      return {kind: 'invalid'}
    }
    for (const {field, code} of own) console.error(`<contact-signup> ${field}: ${code}`)
    return this.#fail('contact_invalid', status)
  }

  /** Names of the fields with an error or a warning. */
  get #raised(): readonly string[] {
    return Object.keys({...this.#state.issues, ...this.#state.warnings})
  }

  /** Shows one error a field, in the order of the fields. Keeps a failure, since a field may be left only after it. */
  #show(issues: readonly Issue[], {shown}: FormSnapshot): void {
    const correctable = issues.filter(issue => isCorrectable(issue, shown))
    const ordered = shown.flatMap(field => correctable.filter(issue => issue.field === field).slice(0, 1))
    const byField = (areWarnings: boolean) =>
      Object.fromEntries(
        ordered.filter(({code}) => isWarning(code) === areWarnings).map(({field, code}) => [field, code]),
      )
    const {failure, retries} = this.#state
    this.#enter({
      phase: 'editing',
      issues: byField(false),
      warnings: byField(true),
      ...(failure && {failure, retries}),
    })
  }

  #fail(code: Failure, status: number): SubmissionOutcome {
    this.#enter({phase: 'editing', issues: {}, failure: code, retries: this.#unsent !== undefined})
    return {kind: 'failed', code, status}
  }

  #succeed(receipt: FormReceipt): SubmissionOutcome {
    this.#unsent = undefined
    this.#enter({phase: 'done', issues: {}, sent: this.#sent})
    return {kind: 'sent', ...receipt}
  }

  #stopRetrying(): void {
    this.#unsent = undefined
    this.#enter({...this.#state, retries: false})
  }

  #enter(state: FormState): void {
    this.#state = state
    this.#onChange(state)
  }
}
