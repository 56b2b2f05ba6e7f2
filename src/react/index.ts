'use client'
/** The package's entry for React 19: registers `<contact-signup>`, and exports it as a component. */
export {ContactSignup, type ContactSignupProps} from './contact-signup.ts'
