/** The package's entry for the class alone: nothing is registered. */
export {ContactSignup} from './contact-signup.ts'
export {
  ContactSignupErrorEvent,
  ContactSignupInvalidEvent,
  ContactSignupSubmitEvent,
  ContactSignupSuccessEvent,
} from './events.ts'
