/** Why a value was refused. Words for people live in messages/, never here. */
export const issueCodes = [
  'required',
  'email_or_phone',
  'terms_required',
  'too_long',
  'characters_invalid',
  'type_invalid',
  'not_allowed',
  'email_invalid',
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

/** One complaint: the field by its name on the wire, and why. */
export interface Issue {
  field: string
  code: IssueCode
}
