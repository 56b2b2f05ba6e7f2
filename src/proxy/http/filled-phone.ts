import {toPhone} from '../../contact/index.ts'
import {callingCodeChoice, withCallingCode} from '../../contact/phone/calling-code-choice.ts'
import type {FormFields} from '../intake/leave-out.ts'

/** Adds the plus that a form's script would have added to the phone number. */
export function withPlus(fields: FormFields): FormFields {
  const {phone, phone_country: country} = fields
  if (typeof phone !== 'string' || country !== callingCodeChoice) return withPlusOfBrowser(fields)
  return {...fields, phone: withCallingCode(phone), phone_country: ''}
}

/**
 * Chromium fills in a number of the United States or Canada without its plus, whatever country the form shows: then the
 * form's script adds it. Without script, a number gets its plus here if it is none of the chosen country; a number that is
 * one of both stays that of the chosen country.
 */
function withPlusOfBrowser(fields: FormFields): FormFields {
  const {phone, phone_country: country} = fields
  if (typeof phone !== 'string' || typeof country !== 'string' || !country || !/^1\d{10}$/.test(phone)) return fields
  const isOther = !toPhone(phone, country)?.assigned && toPhone(`+${phone}`)?.assigned
  return isOther ? {...fields, phone: `+${phone}`} : fields
}
