/**
 * How a test directs a page and hears from it, the same in every framework: it sets the page's state from outside, and
 * reads what the page's handlers were told. Typed, so that a template that hands over something else does not compile.
 */
import type {
  Contact, ContactSignupErrorEvent, ContactSignupInvalidEvent, ContactSignupSuccessEvent, Messages,
} from 'contact-signup'

/** What the page's state is made of. */
export interface State {
  shown: boolean
  hold: boolean
  prefill: boolean
  fields: string | undefined
  termsUrl: string | undefined
  lang: string | undefined
  messages: Partial<Messages> | undefined
}

export interface Heard {
  submit: Contact
  success: ContactSignupSuccessEvent['status']
  error: Pick<ContactSignupErrorEvent, 'code' | 'status'>
  invalid: ContactSignupInvalidEvent['issues']
}

export interface Stage {
  /** Changes the page's state, as a page's own code would. */
  set(change: Partial<State>): void
  /** Empties the form, through the framework's reference to it. */
  reset(): void
  heard: [keyof Heard, Heard[keyof Heard]][]
}

export const start: State = {
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

export function direct(set: Stage['set'], reset: Stage['reset']): void {
  globalThis.stage = {heard: [], set, reset}
}

export function hear<K extends keyof Heard>(what: K, told: Heard[K]): void {
  stage.heard.push([what, told])
}
