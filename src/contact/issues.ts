/** The reasons why a value is refused. The texts for people are in messages/. */
export const issueCodes = [
  'required',
  'email_or_phone',
  'terms_required',
  'too_long',
  'characters_invalid',
  'type_invalid',
  'not_allowed',
  'email_invalid',
  'email_international',
  'phone_invalid',
  'phone_country_missing',
  'phone_unassigned',
  'date_invalid',
  'country_invalid',
  'gender_invalid',
  'language_invalid',
  'number_invalid',
  'url_invalid',
  'value_invalid',
] as const
export type IssueCode = (typeof issueCodes)[number]

/** A validation error: the field by its name on the wire, and the reason. */
export interface Issue {
  field: string
  code: IssueCode
}
