import {fullReader} from '../../contact/phone/full.ts'
import {toEmail} from '../../contact/email.ts'
import {toPerson} from '../outbox/entry.ts'
import type {Person} from '../outbox/outbox.ts'
import {UsageError} from './command.ts'

/** Reads a person from `--email` and `--phone`. Throws `UsageError`. */
export function readPerson({email, phone}: {email?: string; phone?: string}): Person {
  if (email === undefined && phone === undefined) throw new UsageError('expected --email, --phone, or both')
  const address = email && toEmail(email)
  if (email !== undefined && !address) throw new UsageError('--email: expected an e-mail address')
  const number = phone ? fullReader.toPhone(phone, undefined) : undefined
  if (phone !== undefined && !number)
    throw new UsageError('--phone: expected a phone number with its calling code, such as +44 7712 345678')
  return toPerson({email: address, phone_countrycode: number?.callingCode, phone_number: number?.nationalNumber})
}

/** By what a person is identified, without saying who it is. */
export function describePerson({email, phone}: Person): Record<string, unknown> {
  return {by: [email && 'email', phone && 'phone'].filter(Boolean)}
}
