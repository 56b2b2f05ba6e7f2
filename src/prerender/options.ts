import type {MessageOverrides} from '../messages/messages.ts'

export interface PrerenderOptions {
  /** The tag's attributes, by name. `true` is an empty attribute; `false` and undefined are none. */
  attributes?: Readonly<Record<string, string | boolean | undefined>>
  /** BCP 47 tag of the form's language; by default the attribute `lang`, else English. */
  lang?: string
  /** HTML of the light DOM, each element with its `slot`. */
  slots?: string
  /** Overrides of any wording, as the property `messages`. */
  messages?: MessageOverrides
  /** URL of `contact-signup.css`, for a policy without inline styles; without it the styles are in a style element. */
  stylesheet?: string
}
