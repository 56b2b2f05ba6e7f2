/** `<contact-signup>` in the templates of Vue 3. */
import type {EmitFn, HTMLAttributes, PublicProps} from 'vue'
import type {ContactSignup} from '../element/contact-signup.ts'
import type {Events, MessagesAttribute, Properties} from './tag.ts'

/** Vue reads a tag's types off a component, which this one is in name only. It knows `terms-url` for `termsUrl` by itself. */
type ContactSignupTag = new () => ContactSignup & {
  $props: HTMLAttributes & Omit<Properties, 'messages'> & MessagesAttribute & PublicProps
  $emit: EmitFn<{[K in keyof Events]: (event: Events[K]) => void}>
}

declare module 'vue' {
  interface GlobalComponents {
    'contact-signup': ContactSignupTag
  }
  /** Strict templates know Vue's own slots alone; the tag's are the platform's. */
  interface HTMLAttributes {
    slot?: string | undefined
  }
}
