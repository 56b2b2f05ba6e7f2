import type {ApiContact} from '../../contact-api/create-request.ts'

/** The member with the trace context. No field of a contact can have this name: they begin with a letter or `_`. */
const traceMember = '@traceparent'

interface StoredBody {
  body: ApiContact
  /** The span of the request that submitted the lead, if it was traced. */
  traceparent?: string
}

/** Writes the text of the column `body`, which is encrypted and deleted as a whole. */
export function toStoredBody({body, traceparent}: StoredBody): string {
  return JSON.stringify(traceparent === undefined ? body : {...body, [traceMember]: traceparent})
}

/** Reads what `toStoredBody` wrote. Throws if it is no JSON. */
export function readStoredBody(text: string): StoredBody {
  const {[traceMember]: traceparent, ...body} = JSON.parse(text) as ApiContact // as it was written
  return {body, traceparent: typeof traceparent === 'string' ? traceparent : undefined}
}
