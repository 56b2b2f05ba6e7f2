import {nothing, type TemplateResult} from 'lit'
import type {FieldName} from '../contact/fields.ts'
import type {Labels, Placeholders} from '../messages/messages.ts'
import type {Box, Fields} from './attributes.ts'
import type {FormState} from './form-state.ts'
import type {InitialCountry} from './initial-country.ts'
import type {CountryOptions} from './interaction/country-options.ts'
import type {Places} from './interaction/place-fields.ts'
import type {PhoneField} from './phone/phone-field.ts'
import type {Receipt} from './receipt/receipt.ts'
import type {Session} from './session/session.ts'

/** Everything that the form renders. */
export interface FormView {
  words: Labels & Placeholders
  lang: string
  /** Whether the page is in another language, which the form lacks. */
  isForeign: boolean
  fields: Fields
  /** The shown fields by place. */
  places: Places
  boxes: readonly (Box | undefined)[]
  /** Initial country of phone numbers. */
  country: Pick<InitialCountry, 'code' | 'name'>
  /** An http(s) URL. */
  termsUrl: string | undefined
  /** An http(s) URL. */
  privacyUrl: string | undefined
  state: FormState
  parts: LateParts
  on: Handlers
  /** Of a prerendered form, until its script has loaded. */
  withoutScript?: WithoutScript | undefined
}

/** What lets a form work without its script. */
export interface WithoutScript {
  /** The URL that the form posts to. */
  action: string
  /** A select in place of the combobox of the phone's country. */
  renderPhoneCountry(view: FormView): TemplateResult
  /** The controls that no visitor sees. */
  renderHidden(): TemplateResult
}

/** The parts that are loaded late. Until they are, nothing is rendered in their place. */
export interface LateParts {
  interaction?: {countryOptions: Pick<CountryOptions, 'countries' | 'phoneCountries' | 'picker'>} | undefined
  phone?: Pick<PhoneField, 'announcement' | 'hint'> | undefined
  session?: Pick<Session, 'feedback'> | undefined
  receipt?: Pick<Receipt, 'render'> | undefined
}

export interface Handlers {
  /** A pointer or the focus comes to a control. */
  interact(event: Event): void
  /** A value changes, or a control loses the focus. */
  edit(event: FocusEvent): void
  submit(event: Event): void
}

/** What the templates of a field render of its state. */
export type FieldState = ReturnType<typeof stateOf>

/**
 * `invalid` is explicit also if nothing is wrong: browsers expose an empty required control as invalid. `mark` ends the `part`
 * of each piece of the field.
 */
export function stateOf({fields, parts}: FormView, name: string, hasHint: boolean) {
  const feedback = parts.session?.feedback
  const invalid = feedback?.isInvalid(name) ?? false
  return {
    required: fields.get(name as FieldName) ?? name === 'gdpr_accept_terms',
    invalid,
    mark: invalid ? ' invalid' : '',
    describedBy: feedback ? feedback.describedBy(name, hasHint) : hasHint ? `${name}-hint` : nothing,
  }
}
