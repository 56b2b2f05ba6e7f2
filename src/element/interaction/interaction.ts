import type {ContactSignup} from '../contact-signup.ts'
import {CountryChoices} from './country-options.ts'
import {touchStyles} from './interaction.styles.ts'
import type {LanguageController} from '../language-controller.ts'
import {addStyles} from './adopt-styles.ts'
import {aidTyping} from './keyboard-hints.ts'

/** What a form needs as soon as one of its fields is touched, whichever it is. */
export function createFirstTouch(host: ContactSignup, language: LanguageController): CountryChoices {
  addStyles(host.renderRoot as ShadowRoot, touchStyles)
  aidTyping(host.renderRoot)
  host.addEventListener('keydown', event => sendOnEnter(host, event))
  host.addController({hostUpdated: () => aidTyping(host.renderRoot)})
  return new CountryChoices(host, language)
}

/** Enter in one of the page's own fields sends this form, as in a field of the form's; it would send a form around it. */
function sendOnEnter(host: ContactSignup, event: KeyboardEvent): void {
  const {key, target, isComposing, defaultPrevented} = event
  if (key !== 'Enter' || isComposing || defaultPrevented || !(target instanceof HTMLInputElement)) return
  if (/^(?:button|submit|reset|image|file|color)$/.test(target.type)) return
  event.preventDefault()
  void host.submit()
}
