import {createElement, useImperativeHandle, useRef, type HTMLAttributes, type ReactElement, type Ref} from 'react'
import type {ContactSignup as ContactSignupElement} from '../element/contact-signup.ts'
import {defineContactSignup} from '../element/define.ts'
import type {Properties} from '../types/tag.ts'
import {toAttributes} from './attributes.ts'
import type {Handlers} from './events.ts'
import {useHandlers} from './handlers.ts'

defineContactSignup()

/** The properties of the element, its events, and what React knows for any HTML element. The children are its slots. */
export interface ContactSignupProps
  extends Properties, Handlers, Omit<HTMLAttributes<ContactSignupElement>, keyof Properties | keyof Handlers> {
  /** The element, for its methods. */
  ref?: Ref<ContactSignupElement> | undefined
}

/** `<contact-signup>` as a React component, also in pages that a server renders. */
export function ContactSignup(props: ContactSignupProps): ReactElement {
  const {ref, onSubmit, onSuccess, onError, onInvalid, children, ...others} = props
  const form = useRef<ContactSignupElement>(null)
  useImperativeHandle(ref, () => form.current!, [])
  useHandlers(form, {onSubmit, onSuccess, onError, onInvalid})
  return createElement('contact-signup', {...toAttributes(others), ref: form}, children)
}
