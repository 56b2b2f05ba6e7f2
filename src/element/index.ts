/** The package's entry for the class alone: nothing is registered. */
export {ContactSignup} from './contact-signup.ts'
export {
  ContactSignupErrorEvent,
  ContactSignupInvalidEvent,
  ContactSignupStartEvent,
  ContactSignupSubmitEvent,
  ContactSignupSuccessEvent,
} from './events.ts'
export {ContactSignupViewEvent} from './view-event.ts'
