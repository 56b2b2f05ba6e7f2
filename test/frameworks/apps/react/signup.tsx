import 'contact-signup'
import type {} from 'contact-signup/types/react'
import {useState} from 'react'

export function Signup() {
  const [notice, setNotice] = useState('')
  return (
    <>
      <contact-signup terms-url="/terms" messages={{submit: 'Join us'}}
        oncontact-signup-invalid={({issues}) => setNotice(`Please correct: ${Object.keys(issues)}`)}
        oncontact-signup-success={({status}) => setNotice(`Welcome! Status: ${status}`)} />
      <output>{notice}</output>
    </>
  )
}
