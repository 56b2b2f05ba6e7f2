import 'contact-signup'
import type {} from 'contact-signup/types/react'
import {useState} from 'react'

export function Signup() {
  const [said, say] = useState('')
  return (
    <>
      <contact-signup terms-url="/terms" messages={{submit: 'Join us'}}
        oncontact-signup-invalid={({issues}) => say(`Please mend: ${Object.keys(issues)}`)}
        oncontact-signup-success={({status}) => say(`Welcome! You are ${status}.`)} />
      <output>{said}</output>
    </>
  )
}
