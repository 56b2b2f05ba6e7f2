import type {ContactSignup} from './contact-signup.ts'
import {CountryChoices} from './country-choices.ts'
import {touchStyles} from './first-touch.styles.ts'
import type {LanguageController} from './language-controller.ts'
import {addStyles} from './late-styles.ts'
import {aidTyping} from './typing-aids.ts'

/** What a form needs as soon as one of its fields is touched, whichever it is. */
export function createFirstTouch(host: ContactSignup, language: LanguageController): CountryChoices {
  addStyles(host.renderRoot as ShadowRoot, touchStyles)
  aidTyping(host.renderRoot)
  host.addController({hostUpdated: () => aidTyping(host.renderRoot)})
  return new CountryChoices(host, language)
}
