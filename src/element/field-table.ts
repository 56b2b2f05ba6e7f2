import type {FieldName} from '../contact/fields.ts'

/** How each field's control is made: HTML's own autofill tokens and, for an input, type. */
export const controls: Record<
  FieldName,
  [autocomplete: string, kind?: 'select' | 'textarea' | 'email' | 'tel' | 'date']
> = {
  name_first: ['given-name'],
  name_last: ['family-name'],
  email: ['email', 'email'],
  phone: ['tel-national', 'tel'],
  full_address: ['street-address', 'textarea'],
  zip: ['postal-code'],
  city: ['address-level2'],
  region: ['address-level1'],
  country: ['country', 'select'],
  born_date: ['bday', 'date'],
  gender: ['sex', 'select'],
}
