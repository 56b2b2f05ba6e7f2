/**
 * The interface between a test and a page, the same in every framework: the test sets the page's state and reads the
 * events that the page's handlers have recorded. It is typed: a template that passes a wrong value does not compile.
 */
import type {
  Contact, ContactSignupErrorEvent, ContactSignupInvalidEvent, ContactSignupSuccessEvent, MessageOverrides,
} from 'contact-signup'

/** The state of a page. */
export interface State {
  shown: boolean
  hold: boolean
  prefill: boolean
  fields: string | undefined
  termsUrl: string | undefined
  lang: string | undefined
  messages: MessageOverrides | undefined
}

export interface EventValues {
  submit: Contact
  success: ContactSignupSuccessEvent['status']
  error: Pick<ContactSignupErrorEvent, 'code' | 'status'>
  invalid: ContactSignupInvalidEvent['issues']
}

export interface Stage {
  /** Changes the page's state, as the page's own code would. */
  set(change: Partial<State>): void
  /** Resets the form through the framework's reference to it. */
  reset(): void
  events: [keyof EventValues, EventValues[keyof EventValues]][]
}

export const initialState: State = {
  shown: true,
  hold: false,
  prefill: true,
  fields: 'name_first* email phone',
  termsUrl: '/terms',
  lang: undefined,
  messages: {submit: 'Join us'},
}

declare global {
  var stage: Stage
}

export function connectStage(set: Stage['set'], reset: Stage['reset']): void {
  globalThis.stage = {events: [], set, reset}
}

export function record<K extends keyof EventValues>(what: K, value: EventValues[K]): void {
  stage.events.push([what, value])
}
