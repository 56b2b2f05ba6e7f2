import type {Send} from '../contact-api/upstream.ts'

/**
 * Measures how long the contact API takes until its status has arrived.
 * @param observe called with the status, or `none` without a response
 */
export function timeSend(send: Send, observe: (status: string, seconds: number) => void): Send {
  return async (...request) => {
    const startedAt = performance.now()
    let status = 'none'
    try {
      const response = await send(...request)
      status = String(response.status)
      return response
    } finally {
      observe(status, (performance.now() - startedAt) / 1000)
    }
  }
}
