/** The package's entry for browsers: registers `<contact-signup>` and names what is public of it. */
import {defineContactSignup} from './element/define.ts'

defineContactSignup()

// Tells TypeScript what `document.querySelector('contact-signup')` is: an import for its effect alone leaves no trace in types.
export type {} from './element/define.ts'
export {ContactSignup} from './element/contact-signup.ts'
export {
  ContactSignupErrorEvent,
  ContactSignupInvalidEvent,
  ContactSignupSubmitEvent,
  ContactSignupSuccessEvent,
} from './element/events.ts'
export type {Failure, Phase} from './element/session/form-controller.ts'
export type {Messages} from './messages/messages.ts'
export type {Contact} from './contact/schema.ts'
export type {IssueCode} from './contact/issues.ts'
