/** `<contact-signup>` in the templates of Svelte 5. */
import type {HTMLAttributes} from 'svelte/elements'
import type {ContactSignup} from '../element/contact-signup.ts'
import type {Attributes, Handlers, MessagesAttribute, Properties} from './tag.ts'

type ContactSignupTag = HTMLAttributes<ContactSignup> &
  Omit<Properties, 'messages'> &
  MessagesAttribute &
  Attributes &
  Handlers

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'contact-signup': ContactSignupTag
  }
}
