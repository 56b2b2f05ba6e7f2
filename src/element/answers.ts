import {html} from 'lit'
import type {Messages} from '../messages/messages.ts'
import type {Failure} from './form-controller.ts'
import type {Piece, View} from './view.ts'
import {allWords, fill} from './words.ts'

/** How the form answers to what a visitor does: complaints, their summary, how sending went. */
export interface Answers {
  renderSummary(view: View): Piece
  renderError(view: View, field: string): Piece
  renderStatus(view: View): Piece
}

/** What the answers must know beside the view. */
export interface Known {
  /** Whether the complaints are listed above the fields. */
  summarised(): boolean
  /** A phone number of the chosen country. */
  example(): string | undefined
  /** Moves focus to the field of that name. */
  goTo(field: string): void
}

export function createAnswers({summarised, example, goTo}: Known): Answers {
  const complaintOf = (view: View, field: string) => {
    const all = allWords(view.words) as unknown as Record<string, string | undefined> // looked up by code, with a word for the rest
    const code = view.issues[field] ?? view.doubts?.[field]
    return fill(all[`error_${code}`] ?? allWords(view.words).error_invalid, {label: all[field] ?? field, example: example() ?? ''})
  }
  return {
    /** Wording equals that beside the fields. Buttons, not links: a fragment does not reach into a shadow root. */
    renderSummary(view) {
      const fields = Object.keys({...view.issues, ...view.doubts})
      if (!summarised() || fields.length === 0) return undefined
      return html`<div part="summary" role="group" tabindex="-1" aria-labelledby="summary">
        <h2 id="summary">${allWords(view.words).summary_title}</h2>
        <ul>
          ${fields.map(field => html`<li><button type="button" part="link" @click=${() => goTo(field)}>${complaintOf(view, field)}</button></li>`)}
        </ul>
      </div>`
    },

    renderError(view, field) {
      return view.issues[field] ? html`<p part="error error-${field}" id="${field}-error">${complaintOf(view, field)}</p>` : undefined
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
