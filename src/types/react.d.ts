/** `<contact-signup>` in JSX, for React 19 in the browser. Where a server renders, use the component of `contact-signup/react`. */
import type {DetailedHTMLProps, HTMLAttributes} from 'react'
import type {ContactSignup} from '../element/contact-signup.ts'
import type {Attributes, Handlers, Properties} from './tag.ts'

// Named out here: inside, React's own names would come first, and it has an `Attributes` too.
type ContactSignupTag = DetailedHTMLProps<HTMLAttributes<ContactSignup>, ContactSignup> &
  Properties &
  Attributes &
  Handlers

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'contact-signup': ContactSignupTag
    }
  }
}
