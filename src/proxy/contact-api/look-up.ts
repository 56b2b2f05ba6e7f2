import type {ApiContact} from './create-request.ts'
import type {Settings} from '../config/options.ts'

/** Whether the API has a contact already: `unclear` where it gave no answer that settles it. */
export type LookUp = (contact: ApiContact) => Promise<'present' | 'absent' | 'unclear'>

const maxAnswer = 256 * 1024

/**
 * Looks for a contact by its `user_id`. The API's documentation does not describe the route, so only what can be
 * nothing else counts: `present` where that id stands in a 200's JSON, `absent` where a 200's JSON or a 404 lacks it.
 */
export function createLookUp({
  url,
  accountId,
  secret,
  deadline,
  fetch,
}: Pick<Settings, 'url' | 'accountId' | 'secret' | 'deadline' | 'fetch'>): LookUp {
  return async ({user_id}) => {
    if (typeof user_id !== 'string') return 'absent' // nothing to look for
    try {
      const response = await fetch(`${url}/v2/account/${accountId}/contact?user_id=${encodeURIComponent(user_id)}`, {
        redirect: 'manual',
        headers: {accept: 'application/json', authorization: `Token token=${secret.reveal()}`},
        signal: AbortSignal.timeout(deadline),
      })
      if (response.status !== 200) {
        await response.body?.cancel()
        return response.status === 404 ? 'absent' : 'unclear'
      }
      return holds(JSON.parse(await readText(response)), user_id) ? 'present' : 'absent'
    } catch {
      return 'unclear'
    }
  }
}

function holds(answer: unknown, id: string): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  return (answer as {user_id?: unknown}).user_id === id || Object.values(answer).some(inner => holds(inner, id)) // any object may be asked for a property
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, {stream: true})
    if (text.length > maxAnswer) throw new Error('too long')
  }
  return text
}
