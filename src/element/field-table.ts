import type {FieldName} from '../contact/fields.ts'

/** How a field's control is made. */
export interface Control {
  /** HTML's autofill token. */
  autocomplete: string
  /** An `<input>` of this type, a `<textarea>` or a `<select>`; a text input by default. */
  kind?: 'select' | 'textarea' | 'email' | 'tel' | 'date'
  /** What an on-screen keyboard capitalises. */
  capitals?: 'words' | 'characters'
}

export const fieldTable: Record<FieldName, Control> = {
  name_first: {autocomplete: 'given-name', capitals: 'words'},
  name_last: {autocomplete: 'family-name', capitals: 'words'},
  email: {autocomplete: 'email', kind: 'email'},
  phone: {autocomplete: 'tel', kind: 'tel'},
  full_address: {autocomplete: 'street-address', kind: 'textarea'},
  zip: {autocomplete: 'postal-code', capitals: 'characters'},
  city: {autocomplete: 'address-level2', capitals: 'words'},
  region: {autocomplete: 'address-level1', capitals: 'words'},
  country: {autocomplete: 'country', kind: 'select'},
  born_date: {autocomplete: 'bday', kind: 'date'},
  gender: {autocomplete: 'sex', kind: 'select'},
}
