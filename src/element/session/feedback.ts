import {html, nothing, type TemplateResult} from 'lit'
import type {CustomFieldTexts} from '../custom-fields/custom-fields.ts'
import {maxLengths} from '../../contact/max-lengths.ts'
import type {Labels, Replies} from '../../messages/messages.ts'
import {interpolate} from '../../messages/format.ts'
import type {Failure, FormState} from '../form-state.ts'

/** What the feedback depends on. */
export interface FeedbackContext {
  state: FormState
  words: Labels & Replies
  /** A phone number of the chosen country. */
  example: string | undefined
  /** The name of the phone's country; empty if none is chosen. */
  country(): string
  /** Another spelling of the e-mail address. */
  suggestion: string | undefined
  /** Whether the errors are listed above the fields. */
  hasSummary: boolean
  /** The field that the visitor left last, until something is edited. */
  leftField: string
  /** Names of all fields that the visitor sees, in order. */
  shown(): readonly string[]
  /** Names of the page's own fields. */
  customFields: readonly string[]
  /** The label of one of the page's own fields, and the page's own words for its error. */
  customField(name: string): CustomFieldTexts | undefined
  /** Moves the focus to a field. */
  goTo(field: string): void
  acceptSuggestion(): void
}

/** Templates and texts of what the form says about the visitor's input: errors, summary, suggestion, failures. */
export class Feedback {
  /** Set before each update. */
  context: FeedbackContext

  constructor(context: FeedbackContext) {
    this.context = context
  }

  isInvalid(name: string): boolean {
    const {issues} = this.context.state
    return name === 'phone_country' ? issues.phone === 'phone_country_missing' : name in issues
  }

  /** Ids of the hint, the error and the suggestion of a control, for `aria-describedby`. */
  describedBy(name: string, hasHint: boolean): string | typeof nothing {
    const {suggestion} = this.context
    const isInvalid = this.isInvalid(name)
    if (name === 'phone_country') return isInvalid ? 'phone-hint phone-error' : nothing
    const ids = [
      ...(hasHint ? [`${name}-hint`] : []),
      ...(this.#hasError(name) ? [`${name}-error`] : []),
      ...(name === 'email' && suggestion ? ['email-suggestion'] : []),
    ]
    return ids.join(' ') || nothing
  }

  /**
   * All errors above the fields, in the same words. Buttons, since a fragment does not reach into a shadow root. The list
   * describes the group, since a screen reader reads only the name and the description of what gets the focus.
   */
  renderSummary(): TemplateResult | typeof nothing {
    const {context} = this
    const {hasSummary, state, words} = context
    const raised = {...state.issues, ...state.warnings}
    const fields = context.shown().filter(field => field in raised)
    if (!hasSummary || fields.length === 0) return nothing
    return html`
      <div part="summary" role="group" tabindex="-1" aria-labelledby="summary" aria-describedby="summary-list">
        <h2 part="summary-title" id="summary">${words.summary_title}</h2>
        <ul part="summary-list" id="summary-list">
          ${fields.map(field => {
            const goTo = () => context.goTo(field)
            return html`<li><button type="button" part="link" @click=${goTo}>${errorText(field, context)}</button></li>`
          })}
        </ul>
      </div>
    `
  }

  /** The error or the warning of a field, and for the e-mail a suggestion. */
  renderError(name: string): unknown {
    const {context} = this
    const part = this.isInvalid(name) ? `error error-${name} invalid` : `hint hint-${name}` // a warning looks like a hint
    const error = this.#hasError(name)
      ? html`<p part=${part} id="${name}-error">${errorText(name, context)}</p>`
      : nothing
    return name === 'email' ? [error, renderSuggestion(context)] : error
  }

  /** The warning of a field that shows it in place of its hint. */
  warningOf(name: string): string | undefined {
    return this.context.state.warnings?.[name] && errorText(name, this.context)
  }

  /** The hint of the phone shows its warning. */
  #hasError(name: string): boolean {
    const {issues, warnings} = this.context.state
    return name in issues || (name === 'email' && warnings?.email !== undefined)
  }

  /** Errors of the page's own fields. */
  renderCustomErrors(): unknown {
    return this.context.customFields.map(name => this.renderError(name))
  }

  /** Why the submission failed, and whether the form retries. */
  failureText(failure: Failure, retries: boolean | undefined): string {
    const {words} = this.context
    return words[failureMessage(failure)] + (retries ? ` ${words.failed_retrying}` : '')
  }

  /** The error of the field that the visitor has just left: the focus is elsewhere by then, and a screen reader would not read it. */
  get leftError(): string | undefined {
    return errorText(this.context.leftField, this.context)
  }
}

type ErrorContext = 'state' | 'words' | 'example' | 'country' | 'customField'

/** The message for a field with an error or a warning; undefined for another field. */
export function errorText(
  field: string,
  {state, words, example, country, customField}: Pick<FeedbackContext, ErrorContext>,
): string | undefined {
  const texts = words as unknown as Record<string, string | undefined> // looked up by code; codes without a text share one
  const code = state.issues[field] ?? state.warnings?.[field]
  if (!code) return undefined
  const custom = customField(field)
  if (custom?.error && code === 'value_invalid') return `${custom.label}: ${custom.error}`
  const explained = code === 'phone_invalid' && !example ? 'phone_without_country' : code
  return interpolate(texts[`error_${explained}`] ?? words.error_invalid, {
    label: custom?.label ?? texts[field] ?? field,
    max: String(toMaxLength(field)),
    country: explained === 'phone_invalid' ? country() : '',
    example: example ?? '',
  })
}

function toMaxLength(field: string): number {
  return Object.hasOwn(maxLengths, field) ? maxLengths[field as keyof typeof maxLengths] : maxLengths.customField
}

/** Rendered also while it is empty: a screen reader reads what appears in a live region that is there already. */
function renderSuggestion({suggestion, words, acceptSuggestion}: FeedbackContext): TemplateResult {
  const [before, after] = words.email_suggestion.split('{email}')
  const button = html`<button type="button" part="link" @click=${acceptSuggestion}>
    ${before}<bdi>${suggestion}</bdi>${after}
  </button>`
  return html`<div part="suggestion suggestion-email" id="email-suggestion" role="status">
    ${suggestion ? button : nothing}
  </div>`
}

function failureMessage(
  failure: Failure,
): 'failed_offline' | 'failed_limited' | 'failed_refused' | 'failed_unavailable' {
  if (failure === 'offline') return 'failed_offline'
  if (failure === 'rate_limited') return 'failed_limited'
  return failure === 'refused' || failure === 'contact_invalid' ? 'failed_refused' : 'failed_unavailable'
}
