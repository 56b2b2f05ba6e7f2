import {createElement, useImperativeHandle, useRef, type HTMLAttributes, type ReactElement, type Ref} from 'react'
import {renderTemplate} from '#react'
import type {ContactSignup as ContactSignupElement} from '../element/contact-signup.ts'
import type {Properties} from '../types/tag.ts'
import {toAttributes} from './attributes.ts'
import type {Handlers} from './events.ts'
import {useHandlers} from './handlers.ts'
import {useValues} from './values.ts'

/** What React knows for any HTML element, and this one's children, which are its slots. */
type ElementProps = Omit<
  HTMLAttributes<ContactSignupElement>,
  keyof Properties | keyof Handlers | 'dangerouslySetInnerHTML'
>

/** The properties of the element and its events. */
export interface ContactSignupProps extends Properties, Handlers, ElementProps {
  /** The language of the page, a BCP 47 tag. With it a server renders the form, and not just its tag. */
  lang?: string | undefined
  /** URL of `contact-signup.css`, if the page's policy forbids the style element of a form that a server renders. */
  stylesheet?: string | undefined
  /** The element, for its methods. */
  ref?: Ref<ContactSignupElement> | undefined
}

/** `<contact-signup>` as a React component, also in pages that a server renders. */
export function ContactSignup(props: ContactSignupProps): ReactElement {
  const {ref, onSubmit, onSuccess, onError, onInvalid, values, stylesheet, children, ...others} = props
  const form = useRef<ContactSignupElement>(null)
  useImperativeHandle(ref, () => form.current!, [])
  useHandlers(form, {onSubmit, onSuccess, onError, onInvalid})
  useValues(form, values)
  const attributes = toAttributes(others)
  const template = renderTemplate({attributes, children, stylesheet})
  return createElement('contact-signup', {...attributes, ref: form}, template, children)
}
