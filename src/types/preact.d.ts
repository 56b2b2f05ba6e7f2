/** `<contact-signup>` in JSX, for Preact. */
import type {HTMLAttributes} from 'preact'
import type {ContactSignup} from '../element/contact-signup.ts'
import type {Attributes, Handlers, Properties} from './tag.ts'

type ContactSignupTag = HTMLAttributes<ContactSignup> & Properties & Attributes & Handlers

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'contact-signup': ContactSignupTag
    }
  }
}
