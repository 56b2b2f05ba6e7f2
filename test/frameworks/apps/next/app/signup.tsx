'use client'

import {ContactSignup} from 'contact-signup/react'
import {useState} from 'react'

export function Signup() {
  const [notice, setNotice] = useState('')
  return (
    <>
      <ContactSignup lang="de" termsUrl="/terms" tags="one" messages={{submit: 'Mitmachen'}}
        onInvalid={({issues}) => setNotice(`Falsch: ${Object.keys(issues)}`)}
        onSuccess={({status}) => setNotice(`Willkommen: ${status}`)}>
        <p slot="intro">Mit Next.js geschrieben</p>
      </ContactSignup>
      <output>{notice}</output>
    </>
  )
}
