import {
  ContactSignupErrorEvent,
  ContactSignupInvalidEvent,
  ContactSignupSubmitEvent,
  ContactSignupSuccessEvent,
} from '../element/events.ts'

/** The element's events, by the names of the props that handle them. */
export const eventTypes = {
  onSubmit: ContactSignupSubmitEvent.type,
  onSuccess: ContactSignupSuccessEvent.type,
  onError: ContactSignupErrorEvent.type,
  onInvalid: ContactSignupInvalidEvent.type,
} as const

type Types = typeof eventTypes

/** Handlers of the element's events. */
export type Handlers = {[K in keyof Types]?: ((event: HTMLElementEventMap[Types[K]]) => void) | undefined}

/** Calls the handler of an event. */
export function handle(event: Event, handlers: Handlers): void {
  for (const [name, type] of Object.entries(eventTypes) as [keyof Types, string][]) {
    const handler = handlers[name] as ((event: Event) => void) | undefined // of events of this type
    if (type === event.type) handler?.(event)
  }
}
