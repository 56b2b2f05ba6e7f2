/** Kept apart from the schema, for the form is shown before the schema is loaded. */

/** What a form can show, in the order in which the address parts are usually asked. */
export const fieldNames = [
  'name_first',
  'name_last',
  'email',
  'phone',
  'full_address',
  'zip',
  'city',
  'region',
  'country',
  'born_date',
  'gender',
] as const
export type FieldName = (typeof fieldNames)[number]
