import {ContactSignup} from './contact-signup.ts'

/** Registers `<contact-signup>` once: a second copy of the script on a page must not throw. */
export function defineContactSignup(): void {
  if (!customElements.get('contact-signup')) customElements.define('contact-signup', ContactSignup)
}

declare global {
  interface HTMLElementTagNameMap {
    'contact-signup': ContactSignup
  }
}
