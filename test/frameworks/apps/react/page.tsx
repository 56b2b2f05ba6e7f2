import type {ContactSignup} from 'contact-signup'
import {useEffect, useRef, useState} from 'react'
import {direct, hear, start} from '../stage.ts'

/** Everything that a page can do with the tag. */
export function Page() {
  const form = useRef<ContactSignup>(null)
  const [{shown, hold, messages, ...properties}, set] = useState(start)
  useEffect(() => direct(change => set(state => ({...state, ...change})), () => form.current?.reset()), [])
  if (!shown) return
  return (
    <contact-signup
      ref={form}
      {...properties}
      messages={messages}
      privacy-url="/privacy"
      lists="news"
      tags="one"
      attribution={false}
      oncontact-signup-submit={event => {
        hear('submit', event.contact)
        if (hold) event.preventDefault()
      }}
      oncontact-signup-success={({status}) => hear('success', status)}
      oncontact-signup-error={({code, status}) => hear('error', {code, status})}
      oncontact-signup-invalid={({issues}) => hear('invalid', issues)}
    >
      <p slot="intro">Written in React</p>
    </contact-signup>
  )
}
