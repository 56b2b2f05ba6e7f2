/** `<contact-signup>` in JSX, for Solid. */
import type {JSX} from 'solid-js'
import type {ContactSignup} from '../element/contact-signup.ts'
import type {Attributes, Events, Properties} from './tag.ts'

/** Solid writes constant values into HTML, where a name has no capitals: `terms-url`, or `prop:termsUrl`. */
type Lower = {[K in keyof Properties as K extends Lowercase<K> ? K : never]?: Properties[K]}
type Prefixed = {[K in keyof Properties as `prop:${K}`]?: Properties[K]}
type Handlers = {[K in keyof Events as `on:${K}`]?: ((event: Events[K]) => void) | undefined}

type ContactSignupTag = JSX.HTMLAttributes<ContactSignup> & Lower & Prefixed & Attributes & Handlers

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'contact-signup': ContactSignupTag
    }
  }
}
