import type {ApiContact} from './create-request.ts'
import type {FetchOptions} from './fetch-transport.ts'
import {readText} from './read-text.ts'
import type {Account} from './upstream.ts'

/** Whether the API already has a contact; `unclear` if its response does not decide that. */
export type LookUp = (contact: ApiContact) => Promise<'present' | 'absent' | 'unclear'>

/** Characters. A list of contacts may be long. */
const maxResponseLength = 256 * 1024

/**
 * Looks a contact up by its `user_id`. The API's documentation does not describe this route, so only unambiguous
 * responses count: `present` if a 200's JSON contains that id, `absent` if a 200's JSON does not, or for a 404.
 */
export function createLookUp(
  {url, accountId, secret, deadline, fetch}: Account & {fetch: typeof globalThis.fetch},
  {keepsConnection = true}: FetchOptions = {},
): LookUp {
  const headers = {
    accept: 'application/json',
    ...(!keepsConnection && {connection: 'close'}), // the lead would be sent over it
  }
  return async ({user_id}) => {
    if (typeof user_id !== 'string') return 'absent' // there is no id to look for
    try {
      const response = await fetch(`${url}/v2/account/${accountId}/contact?user_id=${encodeURIComponent(user_id)}`, {
        redirect: 'manual',
        headers: {...headers, authorization: `Token token=${secret.reveal()}`},
        signal: AbortSignal.timeout(deadline),
      })
      if (response.status !== 200) {
        await response.body?.cancel()
        return response.status === 404 ? 'absent' : 'unclear'
      }
      const text = await readText(response, maxResponseLength)
      if (text === undefined) return 'unclear'
      return containsUserId(JSON.parse(text), user_id) ? 'present' : 'absent'
    } catch {
      return 'unclear'
    }
  }
}

function containsUserId(value: unknown, id: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  if ((value as {user_id?: unknown}).user_id === id) return true // any object has properties
  return Object.values(value).some(inner => containsUserId(inner, id))
}
