import type {IncomingMessage} from 'node:http'
import {Problem} from '../../contact/wire.ts'
import {bodyTimeoutMs} from '../http/body-limits.ts'

/** Reads a body of at most `maxBytes`, counted while reading; throws `Problem`. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => fail('timeout'), bodyTimeoutMs)
    const fail = (code: 'timeout' | 'body_too_large' | 'body_invalid') => {
      clearTimeout(timer)
      request.off('data', onData).resume() // drains the rest, so that the client reads the response
      reject(new Problem(code))
    }
    const onData = (chunk: Buffer) => {
      size += chunk.byteLength
      if (size > maxBytes) return fail('body_too_large')
      chunks.push(chunk)
    }
    request.on('data', onData)
    request.once('error', () => fail('body_invalid')) // the client disconnected, or the chunks are malformed
    request.once('end', () => {
      clearTimeout(timer)
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
    })
  })
}
