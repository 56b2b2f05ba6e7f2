import examples from 'libphonenumber-js/mobile/examples'
import {callingCodes} from '../../../src/contact/phone/calling-codes.ts'
import {googleExamples, googleFormats} from './google.ts'
import type {Typed} from './typed.ts'

/**
 * Every example number of every type, as people write it, and its misspellings: each digit dropped, each replaced by
 * every other, every digit inserted at each position; in international form, calling code included, and in national
 * form with its country and trunk prefix.
 * @param stride takes every n-th misspelling; a prime, so that it does not always meet the same digits
 */
export function typedNumbers(stride: number): {right: Typed[]; mistyped: Typed[]} {
  const right = new Map<string, Typed>()
  const mistyped = new Map<string, Typed>()
  const add = (to: Map<string, Typed>, text: string, country?: string) => to.set(`${country} ${text}`, {text, country})
  for (const {country, e164, trunk, national} of exampleNumbers()) {
    const formats = googleFormats(e164)
    for (const text of [e164, formats.international]) add(right, text)
    for (const digits of mutationsOf(e164.slice(1))) add(mistyped, `+${digits}`)
    if (country === undefined) continue
    for (const text of [trunk + national, national, formats.national]) add(right, text, country)
    for (const digits of mutationsOf(trunk + national)) add(mistyped, digits, country)
  }
  for (const key of right.keys()) mistyped.delete(key)
  return {right: [...right.values()], mistyped: [...mistyped.values()].filter((_typed, index) => index % stride === 0)}
}

/** The examples of Google's metadata, and the mobile ones of libphonenumber-js. */
function exampleNumbers(): {country: string | undefined; e164: string; trunk: string; national: string}[] {
  const ofGoogle = googleExamples()
  const trunks = new Map(ofGoogle.map(({name, trunk}) => [name, trunk]))
  const mobile = Object.entries<string>(examples).map(([name, national]) => ({
    name,
    callingCode: callingCodes.get(name)!,
    trunk: trunks.get(name)!,
    national,
  }))
  return [...ofGoogle, ...mobile].map(({name, callingCode, trunk, national}) => ({
    country: callingCodes.has(name) ? name : undefined,
    e164: `+${callingCode}${national}`,
    trunk,
    national,
  }))
}

function* mutationsOf(digits: string): Generator<string> {
  const tens = [...'0123456789']
  for (let at = 0; at <= digits.length; at += 1) {
    const [before, after] = [digits.slice(0, at), digits.slice(at + 1)]
    if (at < digits.length) yield before + after
    for (const digit of tens) yield before + digit + digits.slice(at)
    if (at < digits.length) for (const digit of tens) yield before + digit + after
  }
}
