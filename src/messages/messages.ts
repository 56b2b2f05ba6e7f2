import type {FieldName} from '../contact/fields.ts'
import type {IssueCode} from '../contact/issues.ts'

/** What a person can mend in one field. For the rest `error_invalid` has to do: it takes a program to get there. */
type PersonalCode = Exclude<
  IssueCode,
  | 'type_invalid'
  | 'not_allowed'
  | 'language_invalid'
  | 'url_invalid'
  | 'country_invalid'
  | 'gender_invalid'
  | 'number_invalid'
  | 'value_invalid'
>

/** The words that stand in an untouched form. */
export interface Labels extends Record<FieldName, string> {
  /** Label of the country of the phone. */
  phone_country: string
  /** First entry of a choice in which nothing is chosen. */
  choose: string
  gender_male: string
  gender_female: string
  /** Behind the label of a field that may stay empty, brackets included. */
  optional: string
  hint_email_or_phone: string
  /** Consent wordings, and the links beside them. */
  terms: string
  marketing: string
  terms_link: string
  privacy_link: string
  submit: string
  sending: string
  /** It could not be sent, nor could the words be loaded that say why. */
  failed_offline: string
}

/** Words that depend on a number, by the plural forms that the language has. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}

/**
 * The words with which the form answers. `{label}` stands for the label of the field in question, `{example}` for a
 * phone number of the chosen country, `{email}` for an address, `{count}` for a number.
 */
export interface Replies extends Record<`error_${PersonalCode}`, string> {
  success_title: string
  success_text: string
  summary_title: string
  /** A value that no message of its own fits. */
  error_invalid: string
  hint_phone: string
  /** No country fits what was typed in search of one. */
  country_none: string
  /** So many countries fit; heard, not seen. */
  countries_found: Plural
  /** Offers another spelling of an e-mail address. */
  email_suggestion: string
  /** It could not be sent, by what stood in the way. */
  failed_unavailable: string
  failed_refused: string
  failed_limited: string
  /** Said behind them where the form goes on trying by itself. */
  failed_retrying: string
}

/** Every word of the form in one language. A key that is missing does not compile. */
export interface Messages extends Labels, Replies {}
