import {html, nothing, type TemplateResult} from 'lit'
import type {FieldName} from '../contact/fields.ts'
import type {Messages} from '../messages/messages.ts'
import type {Country} from './countries.ts'
import type {Box, Field} from './attributes.ts'
import {controls} from './control-table.ts'
import type {Failure, FormState} from './form-controller.ts'

/** Everything the form shows at one moment. */
export interface View extends FormState {
  words: Messages
  lang: string
  fields: readonly Field[]
  boxes: readonly Box[]
  /** Whether the complaints are listed above the fields. */
  summarised?: boolean
  /** Calling codes to choose from, and countries for an address. */
  phoneCountries: readonly Country[]
  countries: readonly Country[]
  termsUrl: string | undefined
  privacyUrl: string | undefined
  onSubmit(event: Event): void
  onInput(event: Event): void
  onLeave(event: FocusEvent): void
  /** Moves focus to the field of that name. */
  goTo(field: string): void
}

export function renderView(view: View): TemplateResult {
  return html`<div lang=${view.lang} dir="ltr">
    ${view.phase === 'done' ? nothing : html`<div part="intro"><slot name="intro"></slot></div>${renderForm(view)}`}
    <div part="status" role="status">${renderStatus(view)}</div>
    <slot name="footer"></slot>
  </div>`
}

function renderForm(view: View): TemplateResult {
  const {words, phase, onSubmit, onInput, onLeave} = view
  const sending = phase === 'sending'
  return html`<form part="form" novalidate @submit=${onSubmit} @input=${onInput} @change=${onInput} @focusout=${onLeave}>
    ${view.summarised ? renderSummary(view) : nothing}
    <div part="fields">${view.fields.map(field => renderField(view, field))}<slot name="fields"></slot></div>
    ${view.boxes.map(box => renderBox(view, box))}
    <button part="submit" type="submit" aria-disabled=${sending}><slot name="submit">${sending ? words.sending : words.submit}</slot></button>
  </form>`
}

/** Wording equals that beside the fields. Buttons, not links: a fragment does not reach into a shadow root. */
function renderSummary(view: View): TemplateResult {
  const {words, issues, goTo} = view
  return html`<div part="summary" role="group" tabindex="-1" aria-labelledby="summary">
    <h2 id="summary">${words.summary_title}</h2>
    <ul>
      ${Object.keys(issues).map(
        field => html`<li><button type="button" part="link" @click=${() => goTo(field)}>${errorOf(view, field)}</button></li>`,
      )}
    </ul>
  </div>`
}

function renderField(view: View, field: Field): TemplateResult {
  const {name} = field
  const hint = name === 'email' && isEitherOr(view) ? view.words.hint_email_or_phone : undefined
  return html`<div part="field field-${name}">
    ${name === 'phone' ? renderPhone(view, field) : html`${renderLabel(view, field)}${renderControl(view, field, hint)}`}
    ${hint ? html`<p part="hint hint-${name}" id="${name}-hint">${hint}</p>` : nothing} ${renderError(view, name)}
  </div>`
}

/** Every field that may stay empty says so; where e-mail or phone is enough, the hint says that instead. */
function renderLabel(view: View, {name, required}: Field): TemplateResult {
  const {words} = view
  const optional = !required && !((name === 'email' || name === 'phone') && isEitherOr(view))
  return html`<label part="label label-${name}" for=${name}>${words[name]}${optional ? html`<small>${` ${words.optional}`}</small>` : nothing}</label>`
}

function renderPhone(view: View, field: Field): TemplateResult {
  const {words, phoneCountries} = view
  return html`<div part="phone">
    <div>
      <label part="label label-phone_country" for="phone_country">${words.phone_country}</label>
      <select part="input country" id="phone_country" name="phone_country" autocomplete="tel-country-code">
        <option value="">${words.choose}</option>
        ${phoneCountries.map(({code, name, callingCode}) => html`<option value=${code}>${name}${callingCode && ` (+${callingCode})`}</option>`)}
      </select>
    </div>
    <div>${renderLabel(view, field)}${renderControl(view, field, undefined)}</div>
  </div>`
}

function renderControl(view: View, {name, required}: Field, hint: string | undefined): TemplateResult {
  const {kind, type = 'text', autocomplete, inputmode} = controls[name]
  const wrong = view.issues[name] !== undefined
  const described = [hint && `${name}-hint`, wrong && `${name}-error`].filter(Boolean).join(' ') || nothing
  const invalid = wrong ? 'true' : nothing
  const part = `input input-${name}`
  if (kind === 'select')
    return html`<select part=${part} id=${name} name=${name} autocomplete=${autocomplete} ?required=${required}
      aria-invalid=${invalid} aria-describedby=${described}>
      <option value="">${view.words.choose}</option>
      ${choicesOf(view, name).map(([value, text]) => html`<option value=${value}>${text}</option>`)}
    </select>`
  if (kind === 'textarea')
    return html`<textarea part=${part} id=${name} name=${name} autocomplete=${autocomplete} ?required=${required} rows="2"
      aria-invalid=${invalid} aria-describedby=${described}></textarea>`
  return html`<input part=${part} id=${name} name=${name} type=${type} autocomplete=${autocomplete} ?required=${required}
    inputmode=${inputmode ?? nothing} dir=${inputmode ? 'ltr' : nothing} autocapitalize=${inputmode ? 'none' : nothing}
    spellcheck="false" aria-invalid=${invalid} aria-describedby=${described} />`
}

function choicesOf({words, countries}: View, name: FieldName): [string, string][] {
  if (name === 'gender') return [['FEMALE', words.gender_female], ['MALE', words.gender_male]]
  return countries.map(country => [country.code, country.name])
}

/** The links stand outside the label, where a click on them ticks nothing; the box refers to them. */
function renderBox(view: View, box: Box): TemplateResult {
  const {words, termsUrl, privacyUrl} = view
  const terms = box === 'gdpr_accept_terms'
  const slot = terms ? 'terms' : 'marketing'
  const links: [string | undefined, string][] =
    terms ? [[termsUrl, words.terms_link], [privacyUrl, words.privacy_link]]
    : view.boxes.length === 1 ? [[privacyUrl, words.privacy_link]] : []
  const shown = links.filter(([url]) => url)
  const wrong = view.issues[box] !== undefined
  const described = [shown.length > 0 && `${box}-links`, wrong && `${box}-error`].filter(Boolean).join(' ') || nothing
  return html`<div part="field field-${box} consent">
    <input part="checkbox input-${box}" type="checkbox" id=${box} name=${box} ?required=${terms}
      aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${described} />
    <div part="consent-text">
      <label part="label label-${box}" for=${box}><slot name=${slot}>${words[slot]}</slot></label>
      ${shown.length === 0 ? nothing : html`<p id="${box}-links">${shown.map(([url, text]) => renderLink(url, text))}</p>`}
      ${renderError(view, box)}
    </div>
  </div>`
}

/** In a tab of its own: leaving the page would lose what was typed. */
function renderLink(url: string | undefined, text: string): TemplateResult {
  return html`<a part="link" href=${url ?? nothing} target="_blank" rel="noopener">${text}</a> `
}

function renderError(view: View, field: string): TemplateResult | typeof nothing {
  if (view.issues[field] === undefined) return nothing
  return html`<p part="error error-${field}" id="${field}-error">${errorOf(view, field)}</p>`
}

function errorOf({words, issues}: View, field: string): string {
  const all = words as unknown as Record<string, string | undefined> // looked up by code, with a word for the rest
  return (all[`error_${issues[field]}`] ?? words.error_invalid).replace('{label}', all[field] ?? field)
}

function renderStatus({words, phase, failure}: View): TemplateResult | typeof nothing {
  if (phase === 'sending') return html`<span class="spoken">${words.sending}</span>`
  if (phase === 'done')
    return html`<div part="success" tabindex="-1">
      <slot name="success"><h2>${words.success_title}</h2><p>${words.success_text}</p></slot>
    </div>`
  return failure ? html`<p>${words[wordOf(failure)]}</p>` : nothing
}

function wordOf(failure: Failure): keyof Messages {
  if (failure === 'offline') return 'failed_offline'
  if (failure === 'rate_limited') return 'failed_limited'
  return failure === 'refused' || failure === 'contact_invalid' ? 'failed_refused' : 'failed_unavailable'
}

function isEitherOr({fields}: View): boolean {
  const reach = fields.filter(({name}) => name === 'email' || name === 'phone')
  return reach.length === 2 && reach.every(({required}) => !required)
}
