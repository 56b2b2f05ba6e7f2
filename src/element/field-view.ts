import {html, nothing, type TemplateResult} from 'lit'
import type {FieldName} from '../contact/fields.ts'
import {undisclosedGender} from '../contact/gender.ts'
import {fieldTable} from './field-table.ts'
import type {Option} from './interaction/country-options.ts'
import {stateOf, type FormView} from './view.ts'

export function renderField(view: FormView, name: FieldName): TemplateResult {
  const hint = isOneEnough(view, name) ? view.words.hint_email_or_phone : undefined
  return html`
    <div part="field field-${name}">
      <label part="label label-${name}" for=${name}
        >${view.words[name]}<small>${optionalMark(view, name)}</small></label
      >
      ${renderControl(view, name, hint !== undefined)}
      ${hint && html`<p part="hint hint-${name}" id="${name}-hint">${hint}</p>`}
      ${view.parts.session?.feedback.renderError(name)}
    </div>
  `
}

/** Whether an e-mail or a phone is enough: then neither is marked as optional, and a hint says so. */
export const isOneEnough = ({fields}: FormView, name: FieldName) =>
  /^(?:email|phone)$/.test(name) && fields.get('email') === false && fields.get('phone') === false

/** Behind the label of a field that may stay empty. */
export const optionalMark = (view: FormView, name: FieldName) =>
  view.fields.get(name) || isOneEnough(view, name) ? nothing : ` ${view.words.optional}`

/**
 * The control of a field. Each kind has a template of its own, in which what never changes is not bound: a slow phone
 * takes as long for one binding as for ten attributes.
 */
function renderControl(view: FormView, name: FieldName, hasHint: boolean): TemplateResult {
  const {autocomplete, kind, capitals} = fieldTable[name]
  const {required, invalid, describedBy} = stateOf(view, name, hasHint)
  if (kind === 'textarea')
    return html`<textarea
      part="input input-${name}"
      id=${name}
      name=${name}
      autocomplete=${autocomplete}
      dir="auto"
      ?required=${required}
      aria-invalid=${invalid}
      aria-describedby=${describedBy}
    ></textarea>`
  if (kind === 'select')
    return html`<select
      part="input input-${name}"
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
      part="input input-email"
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
      ?required=${required}
      aria-invalid=${invalid}
      aria-describedby=${describedBy}
    />`
  if (kind === 'date')
    return html`<input
      part="input input-${name}"
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
    part="input input-${name}"
    id=${name}
    name=${name}
    autocomplete=${autocomplete}
    dir="auto"
    autocapitalize=${capitals ?? nothing}
    spellcheck="false"
    enterkeyhint=${enterKeyHint(view, name)}
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
