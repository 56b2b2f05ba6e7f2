import type {Messages} from '../../messages/messages.ts'
import type {Failure, FormState} from './form-controller.ts'
import {h} from '../h.ts'
import {interpolate} from '../../messages/format.ts'

/** What the answers must know beside the form's state. */
export interface Known {
  words: Messages
  /** A phone number of the chosen country. */
  example: string | undefined
  /** The page's own field of that name: its label, and what its own constraints say of it. */
  custom(field: string): {label: string; complaint: string} | undefined
  /** Moves focus to the field of that name. */
  goTo(field: string): void
}

/** What is said of a field that is complained about; of others, nothing. */
export function complaintOf(
  {issues, warnings}: FormState,
  field: string,
  {words, custom, example}: Known,
): string | undefined {
  const all = words as unknown as Record<string, string | undefined> // looked up by code, with a word for the rest
  const code = issues[field] ?? warnings?.[field]
  if (!code) return undefined
  const own = custom(field)
  if (own?.complaint && code === 'value_invalid') return own.complaint
  return interpolate(all[`error_${code}`] ?? words.error_invalid, {
    label: own?.label ?? all[field] ?? field,
    example: example ?? '',
  })
}

/** All complaints above the fields. Their wording equals that beside the fields. Buttons, not links: a fragment does not reach into a shadow root. */
export function drawSummary(state: FormState, known: Known): Node[] {
  const fields = Object.keys({...state.issues, ...state.warnings})
  if (fields.length === 0) return []
  const entries = fields.map(field => {
    const button = h('button', {type: 'button', part: 'link'}, complaintOf(state, field, known))
    button.addEventListener('click', () => known.goTo(field))
    return h('li', {}, button)
  })
  return [
    h(
      'div',
      {part: 'summary', role: 'group', tabindex: '-1', 'aria-labelledby': 'summary'},
      h('h2', {id: 'summary'}, known.words.summary_title),
      h('ul', {}, ...entries),
    ),
  ]
}

/** What is wrong with a field, beside it. */
export function drawComplaint(state: FormState, field: string, known: Known): Node[] {
  return state.issues[field]
    ? [h('p', {part: `error error-${field}`, id: `${field}-error`}, complaintOf(state, field, known))]
    : []
}

/** Another spelling of the e-mail address, to be taken by a click. */
export function drawSuggestion(email: string | undefined, words: Messages, take: () => void): Node[] {
  if (!email) return []
  const [before, after] = words.email_suggestion.split('{email}')
  const button = h('button', {type: 'button', part: 'link'}, before, h('bdi', {}, email), after)
  button.addEventListener('click', take)
  return [button]
}

/**
 * That it is being sent, that it arrived, or what stood in the way. Else what is wrong with the field that was just
 * left: the focus is elsewhere by then, and nobody would hear of it.
 */
export function drawStatus(state: FormState, known: Known, left: string): Node[] {
  const {phase, failure, retries} = state
  const {words} = known
  if (phase === 'done')
    return [
      h(
        'div',
        {part: 'success', tabindex: '-1'},
        h('slot', {name: 'success'}, h('h2', {}, words.success_title), h('p', {}, words.success_text)),
      ),
    ]
  if (failure) return [h('p', {}, words[wordOf(failure)] as string, retries && ` ${words.failed_retrying}`)] // of the words for failures each is one text
  return [h('span', {class: 'spoken'}, phase === 'sending' ? words.sending : complaintOf(state, left, known))]
}

function wordOf(failure: Failure): keyof Messages {
  if (failure === 'offline') return 'failed_offline'
  if (failure === 'rate_limited') return 'failed_limited'
  return failure === 'refused' || failure === 'contact_invalid' ? 'failed_refused' : 'failed_unavailable'
}
