import {toPhone} from '../../contact/index.ts'
import type {FormFields} from '../intake/leave-out.ts'

/**
 * Chromium fills in a number of the United States or Canada without its plus, whatever country the form shows: then the
 * form's script adds it. Without script, a number gets its plus here if it is none of the chosen country; a number that is
 * one of both stays that of the chosen country.
 */
export function withPlus(fields: FormFields): FormFields {
  const {phone, phone_country: country} = fields
  if (typeof phone !== 'string' || typeof country !== 'string' || !country || !/^1\d{10}$/.test(phone)) return fields
  const isOther = !toPhone(phone, country)?.assigned && toPhone(`+${phone}`)?.assigned
  return isOther ? {...fields, phone: `+${phone}`} : fields
}
