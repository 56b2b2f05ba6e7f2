import {useLayoutEffect, useRef, type RefObject} from 'react'
import type {ContactSignup} from '../element/contact-signup.ts'

type Values = ContactSignup['values']

/**
 * Fills in values when they change. They are compared by content: a page passes a new object on each render, and React runs
 * effects again when it shows what it has hidden. Neither must replace what the visitor has typed since.
 */
export function useValues(form: RefObject<ContactSignup | null>, values: Values | undefined): void {
  const written = useRef<string>(undefined)
  const content = JSON.stringify(values)
  useLayoutEffect(() => {
    if (content && content !== written.current) Object.assign(form.current!, {values: JSON.parse(content)})
    written.current = content
  }, [form, content])
}
