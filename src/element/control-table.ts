import type {FieldName} from '../contact/fields.ts'

/** How each field's control is made: HTML's own types, autofill tokens and keyboards. */
export const controls: Record<FieldName, {kind?: 'select' | 'textarea', type?: string, autocomplete: string, inputmode?: string}> = {
  name_first: {autocomplete: 'given-name'},
  name_last: {autocomplete: 'family-name'},
  email: {type: 'email', autocomplete: 'email', inputmode: 'email'},
  phone: {type: 'tel', autocomplete: 'tel-national', inputmode: 'tel'},
  full_address: {kind: 'textarea', autocomplete: 'street-address'},
  zip: {autocomplete: 'postal-code'},
  city: {autocomplete: 'address-level2'},
  region: {autocomplete: 'address-level1'},
  country: {kind: 'select', autocomplete: 'country'},
  born_date: {type: 'date', autocomplete: 'bday'},
  gender: {kind: 'select', autocomplete: 'sex'},
}
