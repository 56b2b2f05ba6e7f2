import type {ContactSignup} from 'contact-signup'
import {createRef} from 'react'

/** None of these lines may compile. */
export const wrong = [
  <contact-signup fields={3} />,
  <contact-signup prefill="yes" />,
  <contact-signup messages={{submit: 1}} />,
  <contact-signup messages={{sumbit: 'Join'}} />,
  <contact-signup terms-url={1} />,
  <contact-signup field="email" />,
  <contact-signup phase="done" />,
  <contact-signup submit={() => {}} />,
  <contact-signup oncontact-signup-invalid={event => event.detail} />,
  <contact-signup oncontact-signup-invalid={({issues}) => issues.email === 'wrong'} />,
  <contact-signup oncontact-signup-success={(status: string) => status} />,
  <contact-signup ref={createRef<HTMLInputElement>()} />,
  <contact-signup ref={(form: ContactSignup | null) => form?.send()} />,
]
