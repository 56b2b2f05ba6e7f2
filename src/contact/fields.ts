/** The fields that a form can show; the parts of an address in the usual order of a form. */
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
