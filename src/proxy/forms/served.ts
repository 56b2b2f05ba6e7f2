import type {RequestHandler} from '../http/request-handler.ts'
import type {AttemptUsage} from '../outbox/attempts.ts'

/** One form or several, as a server serves them. */
export interface Served {
  /** The path of the form, or of the first one. */
  path: string
  handleRequest: RequestHandler
  /** The names of the forms in the store. */
  ids(): readonly string[]
  attempts(): readonly (AttemptUsage & {form?: string})[]
  /** Stops delivery; resolves when attempts in flight are recorded. Requests still get responses. */
  close(): Promise<void>
  /** Ends everything else: requests to the contact API that are in flight fail. */
  release(): Promise<void>
}
