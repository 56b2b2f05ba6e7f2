import {callingCodes} from '../../contact/phone/calling-codes.ts'
import {maxLengths} from '../../contact/max-lengths.ts'
import {splitWords} from '../../contact/words.ts'
import {toConsentText} from '../consent-text.ts'
import {fieldTable} from '../field-table.ts'
import type {SignupHost} from '../host.ts'
import {toCountries} from '../attributes.ts'

/** Reports misspelt and missing attributes to the page's author, in the console. */
export function reportAttributes(host: SignupHost): void {
  reportUnknown('fields', 'field', host.fields.replaceAll('*', ''), Object.keys(fieldTable))
  reportUnknown('layout', 'layout', host.layout, ['inline'])
  reportUnknown('consent', 'consent', host.consent, ['terms', 'marketing'])
  for (const attribute of ['country', 'countries'] as const) reportUnknownCountries(attribute, host[attribute])
  warnOfMissingTerms(host)
  warnOfLongWordings(host)
}

function reportUnknownCountries(attribute: string, codes: string): void {
  for (const code of toCountries(codes))
    if (!callingCodes.has(code))
      console.error(
        `<contact-signup> ${attribute}: "${code}" is no country, expected an ISO 3166-1 alpha-2 code, as in GB`,
      )
}

function reportUnknown(attribute: string, kind: string, words: string, known: readonly string[]): void {
  for (const word of splitWords(words))
    if (!known.includes(word))
      console.error(`<contact-signup> ${attribute}: "${word}" is no ${kind}, expected one of: ${known.join(' ')}`)
}

/** A visitor cannot accept terms that are nowhere to be read. */
function warnOfMissingTerms(host: SignupHost): void {
  const isShown = splitWords(host.consent).includes('terms')
  if (isShown && !host.termsUrl && !host.messages.terms && !host.querySelector('[slot=terms]'))
    console.warn('<contact-signup> terms-url: expected the URL of the terms, or a link to them in slot "terms"')
}

function warnOfLongWordings({renderRoot}: SignupHost): void {
  for (const box of ['terms', 'marketing'])
    if ((toConsentText(renderRoot, box)?.length ?? 0) > maxLengths.wording)
      console.warn(
        `<contact-signup> ${box}: expected at most ${maxLengths.wording} characters, this wording is not recorded`,
      )
}
