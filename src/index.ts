/** The package's entry for browsers: registers `<contact-signup>` and names what is public of it. */
import {defineContactSignup} from './element/define.ts'

defineContactSignup()

// Types `document.querySelector('contact-signup')`: an import for its side effect alone leaves no trace in the types.
export type {} from './element/define.ts'
export {ContactSignup} from './element/contact-signup.ts'
export {
  ContactSignupErrorEvent,
  ContactSignupInvalidEvent,
  ContactSignupStartEvent,
  ContactSignupSubmitEvent,
  ContactSignupSuccessEvent,
} from './element/events.ts'
export {ContactSignupViewEvent} from './element/view-event.ts'
export type {Failure, Phase} from './element/form-state.ts'
export type {MessageOverrides, Messages} from './messages/messages.ts'
export type {Contact} from './contact/schema.ts'
export type {IssueCode} from './contact/issues.ts'
