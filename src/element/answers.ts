import {html} from 'lit'
import type {Messages} from '../messages/messages.ts'
import type {Failure} from './form-controller.ts'
import type {Piece, View} from './view.ts'
import {allWords, fill} from './words.ts'

/** How the form answers to what a visitor does: complaints, their summary, how sending went. */
export interface Answers {
  renderSummary(view: View): Piece
  /** Beside a field: what is wrong with it, and what might be meant. */
  renderError(view: View, field: string): Piece
  /** Below the page's own fields: what is wrong with them. */
  renderCustom(view: View): Piece
  renderStatus(view: View): Piece
}

/** What the answers must know beside the view. */
export interface Known {
  /** Whether the complaints are listed above the fields. */
  summarised(): boolean
  /** A phone number of the chosen country. */
  example(): string | undefined
  /** An e-mail address that might be meant. */
  suggestion(): string | undefined
  takeSuggestion(): void
  /** The page's own field of that name: its label, and what its own constraints say of it. */
  custom(field: string): {label: string, complaint: string} | undefined
  /** Moves focus to the field of that name. */
  goTo(field: string): void
}

/** What is said of a field that is complained about. */
export function complaintOf(view: Pick<View, 'words' | 'issues' | 'doubts'>, field: string, {custom, example}: Known): string {
  const all = allWords(view.words) as unknown as Record<string, string | undefined> // looked up by code, with a word for the rest
  const code = view.issues[field] ?? view.doubts?.[field]
  const own = custom(field)
  if (own?.complaint && code === 'value_invalid') return own.complaint
  return fill(all[`error_${code}`] ?? allWords(view.words).error_invalid, {label: own?.label ?? all[field] ?? field, example: example() ?? ''})
}

export function createAnswers(known: Known): Answers {
  const {summarised, suggestion, takeSuggestion, custom, goTo} = known
  const renderComplaint = (view: View, field: string) =>
    html`<p part="error error-${field}" id="${field}-error">${complaintOf(view, field, known)}</p>`
  return {
    /** Wording equals that beside the fields. Buttons, not links: a fragment does not reach into a shadow root. */
    renderSummary(view) {
      const fields = Object.keys({...view.issues, ...view.doubts})
      if (!summarised() || fields.length === 0) return undefined
      return html`<div part="summary" role="group" tabindex="-1" aria-labelledby="summary">
        <h2 id="summary">${allWords(view.words).summary_title}</h2>
        <ul>
          ${fields.map(field => html`<li><button type="button" part="link" @click=${() => goTo(field)}>${complaintOf(view, field, known)}</button></li>`)}
        </ul>
      </div>`
    },

    renderError(view, field) {
      if (field !== 'email') return view.issues[field] && renderComplaint(view, field)
      const email = suggestion()
      const [before, after] = allWords(view.words).email_suggestion.split('{email}')
      // The place is there before the words are: what appears in it is read out.
      return html`${view.issues.email && renderComplaint(view, field)}
        <div part="suggestion suggestion-email" id="email-suggestion" role="status">
          ${email && html`<button type="button" part="link" @click=${takeSuggestion}>${before}<bdi>${email}</bdi>${after}</button>`}
        </div>`
    },

    renderCustom(view) {
      const wrong = Object.keys(view.issues).filter(field => custom(field))
      return wrong.length > 0 ? html`<div>${wrong.map(field => renderComplaint(view, field))}</div>` : undefined
    },

    renderStatus(view) {
      const {phase, failure} = view
      const words = allWords(view.words)
      if (phase === 'sending') return html`<span class="spoken">${words.sending}</span>`
      if (phase === 'done')
        return html`<div part="success" tabindex="-1">
          <slot name="success"><h2>${words.success_title}</h2><p>${words.success_text}</p></slot>
        </div>`
      return failure ? html`<p>${words[wordOf(failure)]}</p>` : undefined
    },
  }
}

function wordOf(failure: Failure): keyof Messages {
  if (failure === 'offline') return 'failed_offline'
  if (failure === 'rate_limited') return 'failed_limited'
  return failure === 'refused' || failure === 'contact_invalid' ? 'failed_refused' : 'failed_unavailable'
}
