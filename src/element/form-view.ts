import {html, nothing, type TemplateResult} from 'lit'
import {signalNames} from '../contact/signals.ts'
import {isRightToLeft} from '../messages/direction.ts'
import {renderConsent} from './consent-view.ts'
import {renderField} from './field-view.ts'
import type {Failure} from './form-state.ts'
import {renderPhone} from './phone-view.ts'
import type {FormView} from './view.ts'

/** A property, which every policy allows: a browser whose page forbids style elements may get no style sheet at all. */
const honeypotStyle = 'position:absolute;width:24px;height:24px;margin:-24px 0 0;clip-path:inset(50%)'

export function renderForm(view: FormView): TemplateResult {
  const {words, lang, state, parts, on, withoutScript} = view
  const done = state.phase === 'done'
  const sending = state.phase === 'sending'
  const feedback = parts.session?.feedback
  return html`
    <div lang=${lang} dir=${isRightToLeft(lang) ? 'rtl' : 'ltr'} ?foreign=${view.isForeign}>
      <div part="intro" ?hidden=${done}><slot name="intro"></slot></div>
      <form
        part="form"
        method="post"
        action=${withoutScript?.action ?? nothing}
        ?novalidate=${!withoutScript}
        ?hidden=${done}
        @focusin=${on.interact}
        @pointerover=${on.interact}
        @input=${on.edit}
        @change=${on.edit}
        @focusout=${on.edit}
        @submit=${on.submit}
      >
        ${feedback?.renderSummary()}
        <div part="fields">
          ${view.places.map(names => names.map(name => (name === 'phone' ? renderPhone(view) : renderField(view, name))))}
          <slot name="fields"></slot>
          ${feedback?.renderCustomErrors()}
        </div>
        ${view.boxes.map(box => (box ? renderConsent(view, box) : nothing))} ${withoutScript?.renderHidden()}
        <button part="submit" type="submit" aria-disabled=${sending} @click=${on.submit}>
          <slot name="submit" ?hidden=${sending}>${words.submit}</slot>${sending ? words.sending : nothing}
        </button>
      </form>
      <div part="status" role="status">${renderStatus(view)}</div>
      ${parts.receipt?.render(view)} ${withoutScript ? nothing : renderHoneypot()}
      <slot name="footer"></slot>
    </div>
  `
}

/** Hidden from sight, assistive technology, the tab order and autofill. Only a bot fills it. */
const renderHoneypot = () =>
  html`<textarea
    id=${signalNames.honeypot}
    autocomplete="off"
    tabindex="-1"
    aria-hidden="true"
    .style=${honeypotStyle}
  ></textarea>`

/** Success, failure or progress; while nothing is sent, what is said to screen readers only. */
function renderStatus({state, words, parts}: FormView): TemplateResult {
  const {phase, failure, retries} = state
  const feedback = parts.session?.feedback
  if (phase === 'done')
    return html`
      <div part="success" tabindex="-1">
        <slot name="success"
          ><h2>${words.success_title}</h2>
          <p>${words.success_text}</p></slot
        >
      </div>
    `
  if (failure) return html`<p>${feedback?.failureText(failure, retries) ?? words[earlyFailureMessage(failure)]}</p>`
  return html`<span class="spoken">${phase === 'sending' ? words.sending : feedback?.leftError}</span>`
}

/** For a failure before the words of all others have loaded. */
const earlyFailureMessage = (failure: Failure) =>
  /refused|invalid/.test(failure) ? 'failed_refused' : 'failed_offline'
