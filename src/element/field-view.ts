import {html, nothing, type TemplateResult} from 'lit'
import type {FieldName} from '../contact/fields.ts'
import {undisclosedGender} from '../contact/gender.ts'
import type {Placeholders} from '../messages/messages.ts'
import {fieldTable} from './field-table.ts'
import type {Option} from './interaction/country-options.ts'
import {stateOf, type FieldState, type FormView} from './view.ts'

export function renderField(view: FormView, name: FieldName): TemplateResult {
  const hint = isOneEnough(view, name) ? view.words.hint_email_or_phone : undefined
  const state = stateOf(view, name, hint !== undefined)
  const {mark} = state
  return html`
    <div part="field field-${name}${mark}">
      <label part="label label-${name}${mark}" for=${name}>${view.words[name]}${renderMark(view, name, state)}</label>
      ${renderControl(view, name, state)}
      ${hint && html`<p part="hint hint-${name}${mark}" id="${name}-hint">${hint}</p>`}
      ${view.parts.session?.feedback.renderError(name)}
    </div>
  `
}

/** Whether an e-mail or a phone is enough: then neither is marked as optional, and a hint says so. */
const isOneEnough = ({fields}: FormView, name: string) =>
  /^(?:email|phone)$/.test(name) && fields.get('email') === false && fields.get('phone') === false

/**
 * Behind a label: that the field may stay empty, or that it may not. The latter shows only where the page's styles say so, and
 * screen readers know it from the control.
 */
export function renderMark(view: FormView, name: string, {required, mark}: FieldState) {
  if (isOneEnough(view, name)) return nothing
  const [kind, text] = required ? ['required', ' *'] : ['optional', ` ${view.words.optional}`]
  return html`<small part="${kind} ${kind}-${name}${mark}" aria-hidden=${required || nothing}>${text}</small>`
}

/**
 * The control of a field. Each kind has a template of its own, in which what never changes is not bound: a slow phone
 * takes as long for one binding as for ten attributes.
 */
function renderControl(
  view: FormView,
  name: FieldName,
  {required, invalid, mark, describedBy}: FieldState,
): TemplateResult {
  const {autocomplete, kind, capitals} = fieldTable[name]
  const part = `input input-${name}${mark}`
  const placeholder = view.words[`placeholder_${name}` as keyof Placeholders] ?? nothing // a select and a date have none
  if (kind === 'textarea')
    return html`<textarea
      part=${part}
      id=${name}
      name=${name}
      autocomplete=${autocomplete}
      dir="auto"
      placeholder=${placeholder}
      ?required=${required}
      aria-invalid=${invalid}
      aria-describedby=${describedBy}
    ></textarea>`
  if (kind === 'select')
    return html`<select
      part=${part}
      id=${name}
      name=${name}
      autocomplete=${autocomplete}
      ?required=${required}
      aria-invalid=${invalid}
      aria-describedby=${describedBy}
    >
      ${renderOptions([['', view.words.choose], ...optionsOf(view, name)])}
    </select>`
  if (kind === 'email')
    return html`<input
      part=${part}
      type="email"
      id="email"
      name="email"
      autocomplete="email"
      inputmode="email"
      dir="ltr"
      autocapitalize="none"
      autocorrect="off"
      spellcheck="false"
      enterkeyhint=${enterKeyHint(view, name)}
      placeholder=${placeholder}
      ?required=${required}
      aria-invalid=${invalid}
      aria-describedby=${describedBy}
    />`
  if (kind === 'date')
    return html`<input
      part=${part}
      type="date"
      id=${name}
      name=${name}
      autocomplete=${autocomplete}
      min="1900-01-01"
      max=${yesterday()}
      enterkeyhint=${enterKeyHint(view, name)}
      ?required=${required}
      aria-invalid=${invalid}
      aria-describedby=${describedBy}
    />`
  return html`<input
    part=${part}
    id=${name}
    name=${name}
    autocomplete=${autocomplete}
    dir="auto"
    autocapitalize=${capitals ?? nothing}
    spellcheck="false"
    enterkeyhint=${enterKeyHint(view, name)}
    placeholder=${placeholder}
    ?required=${required}
    aria-invalid=${invalid}
    aria-describedby=${describedBy}
  />`
}

/** Enter in the last input submits the form, and an on-screen keyboard says so. */
export function enterKeyHint({fields}: FormView, name: FieldName): 'send' | typeof nothing {
  const inputs = [...fields.keys()].filter(field => !/^(?:select|textarea)$/.test(fieldTable[field].kind ?? ''))
  return name === inputs.at(-1) ? 'send' : nothing
}

/**
 * The last day that is a date of birth, where the visitor is: YYYY-MM-DD. Without `Intl`, whose first use takes a slow
 * phone a tenth of a second.
 */
function yesterday(): string {
  const date = new Date()
  date.setDate(date.getDate() - 1)
  date.setMinutes(date.getMinutes() - date.getTimezoneOffset())
  return date.toISOString().slice(0, 10)
}

/** A required gender has a third choice, for those who are neither or do not say. */
function optionsOf({words, parts, fields}: FormView, name: FieldName): readonly Option[] {
  if (name === 'country') return parts.interaction?.countryOptions.countries ?? []
  return [
    ['FEMALE', words.gender_female],
    ['MALE', words.gender_male],
    ...(fields.get(name) ? [[undisclosedGender, words.gender_none] as const] : []),
  ]
}

export const renderOptions = (options: readonly Option[]) =>
  options.map(([value, text]) => html`<option value=${value}>${text}</option>`)
