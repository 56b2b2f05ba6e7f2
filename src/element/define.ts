import {ContactSignup} from './contact-signup.ts'

/**
 * Registers `<contact-signup>` once: a second copy of the script on a page must not throw. In browsers too old for the form,
 * which have no `Object.hasOwn`, the tag stays as it is, and shows its content.
 */
export function defineContactSignup(): void {
  if ('hasOwn' in Object && !customElements.get('contact-signup'))
    customElements.define('contact-signup', ContactSignup)
}

declare global {
  interface HTMLElementTagNameMap {
    'contact-signup': ContactSignup
  }
}
