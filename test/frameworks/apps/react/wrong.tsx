import type {ContactSignup} from 'contact-signup'
import {ContactSignup as Component} from 'contact-signup/react'
import {createRef} from 'react'

/** None of the lines with a tag may compile. */
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
export const wrongProps = [
  <Component fields={3} />,
  <Component prefill="yes" />,
  <Component messages={{submit: 1}} />,
  <Component messages={{sumbit: 'Join'}} />,
  <Component termsUrl={1} />,
  <Component field="email" />,
  <Component phase="done" />,
  <Component submit={() => {}} />,
  <Component onInvalid={event => event.detail} />,
  <Component onInvalid={({issues}) => issues.email === 'wrong'} />,
  <Component onSuccess={(status: string) => status} />,
  <Component onSucess={() => {}} />,
  <Component ref={createRef<HTMLInputElement>()} />,
  <Component ref={(form: ContactSignup | null) => form?.send()} />,
]
