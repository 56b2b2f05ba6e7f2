import type {Prerendered} from './prerendered.ts'
import type {MediaType} from './read-request.ts'

/** What is known of a request so far; its response depends on it. */
export interface RequestContext {
  type?: MediaType
  /** BCP 47 tag of the language of an HTML response. */
  language: string
  /** What the form was prerendered from, if it was. */
  prerendered?: Prerendered
  /** What was posted without script, by the names of the controls. */
  values?: Readonly<Record<string, string | boolean>>
  /** Receives names of fields that are left out; any text can be one of them. */
  onLeftOut?: (names: readonly string[]) => void
}
