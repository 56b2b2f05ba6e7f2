import {createHmac} from 'node:crypto'

/** Where messages are posted, and the secret that signs them: `whsec_` and the key in base64. */
export interface Webhook {
  url: string
  secret: string
}

const timeoutMs = 10_000

/** Signs a message according to Standard Webhooks (https://www.standardwebhooks.com). */
function signMessage(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

/** Posts a signed message without following redirects. Resolves to the status; rejects if there is no response. */
export async function postMessage({url, secret}: Webhook, id: string, body: string): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signMessage(secret, id, timestamp, body),
    },
    body,
    signal: AbortSignal.timeout(timeoutMs),
  })
  await response.body?.cancel()
  return response.status
}
