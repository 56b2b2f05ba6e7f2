import {ContactSignup} from 'contact-signup/react'
import {useState} from 'react'

export function Signup() {
  const [notice, setNotice] = useState('')
  return (
    <>
      <ContactSignup termsUrl="/terms" messages={{submit: 'Join us'}}
        onInvalid={({issues}) => setNotice(`Please correct: ${Object.keys(issues)}`)}
        onSuccess={({status}) => setNotice(`Welcome! Status: ${status}`)} />
      <output>{notice}</output>
    </>
  )
}
