import type {ContactSignup} from 'contact-signup'
import type {} from 'contact-signup/types/react'
import {useEffect, useRef, useState} from 'react'
import {connectStage, record, initialState} from '../stage.ts'

/** Uses every feature of the tag, which works without the component too. */
export function Page() {
  const form = useRef<ContactSignup>(null)
  const [{shown, hold, messages, ...properties}, set] = useState(initialState)
  useEffect(() => connectStage(change => set(state => ({...state, ...change})), () => form.current?.reset()), [])
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
        record('submit', event.contact)
        if (hold) event.preventDefault()
      }}
      oncontact-signup-success={({status}) => record('success', status)}
      oncontact-signup-error={({code, status}) => record('error', {code, status})}
      oncontact-signup-invalid={({issues}) => record('invalid', issues)}
    >
      <p slot="intro">Written in React</p>
    </contact-signup>
  )
}
