import {Pool, type Dispatcher} from 'undici'
import type {Send} from '../upstream.ts'

/** Connections to the contact API that are kept open: several times faster than `fetch`, which also follows more rules than one POST needs. */
export interface Connections {
  send: Send
  /** Closes them; what is under way ends with an error. */
  close(): Promise<void>
}

// More than a contact API that answers in a second needs at a hundred leads a second; the rest waits its turn.
const maxConnections = 128
/** Of an answer that nobody needs, so much is read to keep its connection. */
const maxDiscarded = 64 * 1024

/** @param url the contact API's base URL */
export function openConnections(url: string, deadline: number): Connections {
  const {origin} = new URL(url)
  const pool = new Pool(origin, {
    connections: maxConnections,
    pipelining: 1,
    allowH2: false, // a stream that is reset says less clearly than a connection whether anything arrived
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {timeout: deadline / 2}, // half of it, so that a connection that never stood is known as such
  })
  return {
    async send(endpoint, headers, body, milliseconds) {
      const path = endpoint.slice(origin.length)
      const signal = AbortSignal.timeout(milliseconds)
      const answer = await pool.request({method: 'POST', path, headers, body, signal})
      const retryAfter = answer.headers['retry-after']
      return {
        status: answer.statusCode,
        retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
        text: max => readText(answer.body, max),
        discard: () => void answer.body.dump({limit: maxDiscarded, signal}).catch(() => {}),
      }
    },
    close: () => pool.destroy(),
  }
}

async function readText(body: Dispatcher.ResponseData['body'], max: number): Promise<string | undefined> {
  let text = ''
  body.setEncoding('utf8')
  for await (const chunk of body as AsyncIterable<string>) {
    text += chunk
    if (text.length > max) return undefined // leaving the loop closes the connection
  }
  return text
}
