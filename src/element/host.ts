import type {ReactiveControllerHost} from 'lit'
import type {MessageOverrides} from '../messages/messages.ts'
import type {Phase} from './form-state.ts'

/** What the parts of the form may ask of the element. */
export interface SignupHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: ShadowRoot
  readonly phase: Phase
  /** Whether the form has been rendered, or hydrated. */
  readonly hasUpdated: boolean
  readonly endpoint: string
  readonly fields: string
  readonly country: string
  readonly countries: string
  readonly consent: string
  readonly termsUrl: string
  readonly lists: string
  readonly tags: string
  readonly layout: string
  readonly successUrl: string
  readonly attribution: boolean | string
  readonly prefill: boolean
  readonly proofOfWork: boolean
  readonly messages: MessageOverrides
  submit(): Promise<boolean>
}
