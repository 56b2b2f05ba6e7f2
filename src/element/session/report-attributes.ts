import {splitSpaces} from '../../contact/words.ts'
import {fieldTable} from '../field-table.ts'
import type {SignupHost} from '../host.ts'

/** Reports misspelt and missing attributes to the page's author, in the console. */
export function reportAttributes(host: SignupHost): void {
  reportUnknown('fields', 'field', host.fields.replaceAll('*', ''), Object.keys(fieldTable))
  reportUnknown('layout', 'layout', host.layout, ['inline'])
  reportUnknown('consent', 'consent', host.consent, ['terms', 'marketing'])
  warnOfMissingTerms(host)
}

function reportUnknown(attribute: string, kind: string, words: string, known: readonly string[]): void {
  for (const word of splitSpaces(words))
    if (!known.includes(word))
      console.error(`<contact-signup> ${attribute}: "${word}" is no ${kind}, expected any of: ${known.join(' ')}`)
}

/** A visitor cannot accept terms that are nowhere to be read. */
function warnOfMissingTerms(host: SignupHost): void {
  const isShown = splitSpaces(host.consent).includes('terms')
  if (isShown && !host.termsUrl && !host.messages.terms && !host.querySelector('[slot=terms]'))
    console.warn('<contact-signup> terms-url: expected the URL of the terms, or a link to them in slot "terms"')
}
