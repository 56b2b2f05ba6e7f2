import {html, nothing, type TemplateResult} from 'lit'
import type {Labels, Replies} from '../messages/messages.ts'
import type {Answers} from './answers.ts'
import type {FieldName} from '../contact/fields.ts'
import type {Box, Fields} from './attributes.ts'
import {controls} from './control-table.ts'
import type {FormState} from './form-controller.ts'

/** Everything the form shows at one moment. */
export interface View extends FormState {
  words: Labels & Partial<Replies>
  lang: string
  fields: Fields
  boxes: readonly (Box | undefined)[]
  /** How the form answers to what a visitor does; loaded once one does something. */
  answers: Answers | undefined
  /** Where phones are at home unless the visitor says otherwise, by its ISO code and its name; both may be empty. */
  country: string
  countryName: string
  termsUrl: URL | undefined
  privacyUrl: URL | undefined
}

/** A piece of the form. */
export type Piece = TemplateResult | undefined

export function renderView(view: View): TemplateResult {
  const {phase, answers} = view
  return html`<div lang=${view.lang} dir=${/ar|he/.test(view.lang) ? 'rtl' : 'ltr'}>
    ${phase === 'done' ? nothing : html`<div part="intro"><slot name="intro"></slot></div>${renderForm(view)}`}
    <div part="status" role="status">${answers ? answers.renderStatus(view) : view.failure && html`<p>${view.words.failed_offline}</p>`}</div>
    <slot name="footer"></slot>
  </div>`
}

function renderForm(view: View): TemplateResult {
  const {words} = view
  const sending = view.phase === 'sending'
  return html`<form part="form" novalidate>
    ${view.answers?.renderSummary(view)}
    <div part="fields">${[...view.fields].map(([name, required]) => renderField(view, name, required))}<slot name="fields"></slot>${view.answers?.renderCustom(view)}</div>
    ${view.boxes.map(box => box && renderBox(view, box))}
    <button part="submit" type="submit" aria-disabled=${sending}><slot name="submit">${sending ? words.sending : words.submit}</slot></button>
  </form>`
}

/** A field that may stay empty says so; where e-mail or phone is enough, the hint says that instead. */
function renderField(view: View, name: FieldName, required: boolean): TemplateResult {
  const {words, answers, fields} = view
  const either = fields.get('email') === false && fields.get('phone') === false
  const isPhone = name === 'phone'
  const isReach = either && (isPhone || name === 'email')
  const described = isReach || isPhone ? `${name}-hint` : nothing
  const control = html`<label part="label label-${name}" for=${name}>${words[name]}${required || isReach ? nothing : html`<small>${` ${words.optional}`}</small>`}</label>
    ${renderControl(view, name, required, described)}`
  return html`<div part="field field-${name}">
    ${isPhone ? renderPhone(view, control) : control}
    ${isReach && !isPhone ? html`<p part="hint hint-email" id="email-hint">${words.hint_email_or_phone}</p>` : nothing} ${answers?.renderError(view, name)}
  </div>`
}

/**
 * The country is searched for in a combobox. Beside it, out of sight, is what holds it: a native choice of ISO codes,
 * which browsers and password managers know how to fill. Its further options come late; so does the hint, whose line
 * is kept free, so that nothing moves. The search belongs to no form (`form=""`): Enter in it chooses, and never sends.
 */
function renderPhone({words, country, countryName}: View, control: TemplateResult): TemplateResult {
  return html`<div part="phone">
    <div class="country"><label part="label label-phone_country" for="phone_country">${words.phone_country}</label>
    <input part="input country" id="phone_country" role="combobox" aria-expanded="false"
      autocomplete="off" form="" placeholder=${words.choose} value=${countryName} />
    <select name="phone_country" autocomplete="tel-country-code" aria-hidden="true" tabindex="-1"><option value=${country}></option></select></div>
    <div>${control}</div></div>
    <p part="hint hint-phone" id="phone-hint"></p>`
}

function renderControl({words}: View, name: FieldName, required: boolean, described: string | typeof nothing): TemplateResult {
  const [autocomplete, kind] = controls[name]
  if (kind === 'select')
    return html`<select part="input input-${name}" id=${name} name=${name} autocomplete=${autocomplete} ?required=${required} aria-describedby=${described}>
      <option value="">${words.choose}</option>
      ${name === 'gender' ? html`<option value="FEMALE">${words.gender_female}</option><option value="MALE">${words.gender_male}</option>` : nothing}
    </select>`
  if (kind === 'textarea')
    return html`<textarea part="input input-${name}" id=${name} name=${name} autocomplete=${autocomplete} ?required=${required} aria-describedby=${described}></textarea>`
  return html`<input part="input input-${name}" id=${name} name=${name} autocomplete=${autocomplete} ?required=${required} aria-describedby=${described}
    type=${kind ?? 'text'} />`
}

/** The links stand outside the label, where a click on them ticks nothing; the box refers to them. */
function renderBox(view: View, [box, name]: Box): TemplateResult {
  const {words, termsUrl, privacyUrl} = view
  const terms = box === 'terms'
  const links = [terms && renderLink(termsUrl, words.terms_link), (terms || !view.boxes[0]) && renderLink(privacyUrl, words.privacy_link)].filter(Boolean)
  const described = links[0] ? `${name}-hint` : nothing
  return html`<div part="field field-${name} consent">
    <input part="checkbox input-${name}" type="checkbox" id=${name} name=${name} ?required=${terms} aria-describedby=${described} />
    <div part="consent-text">
      <label part="label label-${name}" for=${name}><slot name=${box}>${words[box]}</slot></label>
      ${links[0] ? html`<p id=${described}>${links}</p>` : nothing} ${view.answers?.renderError(view, name)}
    </div>
  </div>`
}

/** In a tab of its own: leaving the page would lose what was typed. */
function renderLink(url: URL | undefined, text: string): Piece {
  return url ? html`<a part="link" href=${url} target="_blank" rel="noopener">${text}</a> ` : undefined
}
