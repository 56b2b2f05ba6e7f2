import type {FieldName} from '../contact/fields.ts'
import type {IssueCode} from '../contact/issues.ts'

/** The codes with a text of their own. The others share `error_invalid`, or have the message of the page's own control. */
type ExplainedCode = Exclude<
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

/** The texts that a form shows before any interaction. */
export interface Labels extends Record<FieldName, string> {
  /** Label of the phone's country. */
  phone_country: string
  /** The empty first option of a select. */
  choose: string
  gender_male: string
  gender_female: string
  /** The third choice where the gender is required. */
  gender_none: string
  /** After the label of an optional field, brackets included. */
  optional: string
  hint_email_or_phone: string
  /** The consent texts, and the links beside them. Placeholder of `marketing`: `{channels}`, one of the next three. */
  terms: string
  marketing: string
  by_email: string
  by_phone: string
  by_email_and_phone: string
  terms_link: string
  privacy_link: string
  submit: string
  sending: string
  /** How a submission ended. Labels and no replies, because the replies may be what could not be loaded. */
  success_title: string
  success_text: string
  failed_offline: string
  failed_refused: string
}

/** A text that depends on a count, in the language's plural forms. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}

/**
 * The texts that help the visitor, loaded on the first interaction. Placeholders: `{example}`, a phone number of the
 * chosen country; `{count}`, a number.
 */
export interface Hints {
  hint_phone: string
  /** Closes the list of countries where it covers the screen. */
  close: string
  /** No country matches the search. */
  country_none: string
  /** The number of countries that match; for screen readers only. */
  countries_found: Plural
}

/**
 * The texts with which the form responds to the visitor, loaded on the first key. Placeholders: `{label}`, the label of
 * the field; `{max}`, a number of characters; `{country}`, the name of the chosen country; `{example}`, a phone number of
 * it; `{email}`, an address.
 */
export interface Replies extends Record<`error_${ExplainedCode}`, string> {
  summary_title: string
  /** An invalid phone, where no country is chosen or its example has not loaded. */
  error_phone_without_country: string
  /** For a code without a text of its own. */
  error_invalid: string
  /** Suggests a correction of an e-mail address. */
  email_suggestion: string
  /** Why the submission failed. */
  failed_unavailable: string
  failed_limited: string
  /** Follows the text of a failure while the form retries by itself. */
  failed_retrying: string
}

/** The texts below the thank-you, loaded after a success. */
export interface ReceiptTexts {
  /** A button that saves a file in which the visitor's consent is recorded. */
  receipt_save: string
}

/** All texts of the form in one language. A missing key is a type error. */
export interface Messages extends Labels, Hints, Replies, ReceiptTexts {}

/** Placeholders of text fields. No language has any: a label says what to enter, and is still there while one types. */
export type Placeholders = Partial<
  Record<`placeholder_${Exclude<FieldName, 'country' | 'born_date' | 'gender'>}`, string>
>

/** A page's own texts. */
export type MessageOverrides = Partial<Messages> & Placeholders
