import {ContactSignup, type ContactSignupProps} from 'contact-signup/react'
import {Activity, createElement, StrictMode, useEffect, useRef, useState, type ReactElement} from 'react'
import type {ContactSignup as ContactSignupElement} from 'contact-signup'

interface State {
  /** Those that a test can pass from outside the page. */
  props: Pick<ContactSignupProps, 'className' | 'fields' | 'messages' | 'privacyUrl' | 'tags' | 'termsUrl' | 'values'>
  mode: 'visible' | 'hidden'
  /** Names the handlers of a render, so that a test sees which of them was called. */
  round: number
  /** Whether `onSubmit` cancels the submission. */
  hold: boolean
}

export type Change = Partial<State>

/** How a test reaches the page, once React has mounted it. */
export interface Stage {
  change(change: Change): void
  reset(): void
}

declare global {
  var stage: Stage | undefined
}

const initialState: State = {
  props: {
    termsUrl: '/terms',
    fields: 'name_first email',
    messages: {submit: 'Join us'},
    tags: 'one',
    values: {name_first: 'Ada'},
    className: 'card',
  },
  mode: 'visible',
  round: 1,
  hold: false,
}

/** A page with the component, and below it a line for each call of a handler. With `lang` a server renders the form. */
export function Page({lang}: {lang: string | undefined}): ReactElement {
  const form = useRef<ContactSignupElement>(null)
  const [{props, mode, round, hold}, setState] = useState(initialState)
  const [calls, setCalls] = useState<string[]>([])
  useEffect(() => {
    globalThis.stage = {
      change: change => setState(state => ({...state, ...change})),
      reset: () => form.current!.reset(),
    }
  }, [])

  const note = (text: string) => setCalls(calls => [...calls, `${round} ${text}`])
  const signup = createElement(
    ContactSignup,
    {
      ...props,
      values: {...props.values}, // a new object on each render, as in JSX
      lang,
      ref: form,
      onSubmit(event) {
        note(`submit ${event.contact.email}`)
        if (hold) event.preventDefault()
      },
      onSuccess: ({status}) => note(`success ${status}`),
      onError: ({code}) => note(`error ${code}`),
      onInvalid: ({issues}) => note(`invalid ${Object.keys(issues).join()}`),
    },
    createElement('p', {slot: 'intro'}, 'Written in React'),
    createElement('span', {slot: 'terms'}, 'I accept ', createElement('a', {href: '/rules'}, 'the rules'), '.'),
  )
  return createElement(
    StrictMode,
    null,
    createElement(Activity, {mode, children: signup}),
    createElement(
      'ul',
      null,
      calls.map((call, index) => createElement('li', {key: index}, call)),
    ),
  )
}
