import {useLayoutEffect, useRef, type RefObject} from 'react'
import {handle, type Handlers} from './events.ts'
import {listen} from './listen.ts'

/** Calls the handlers of the latest render, without listening anew when they change. */
export function useHandlers(form: RefObject<EventTarget | null>, handlers: Handlers): void {
  const latest = useRef(handlers)
  useLayoutEffect(() => void (latest.current = handlers))
  useLayoutEffect(() => listen(form.current!, event => handle(event, latest.current)), [form])
}
