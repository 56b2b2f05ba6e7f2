import type {IncomingMessage} from 'node:http'
import {Problem} from '../../contact/wire.ts'

/** Milliseconds in which a body of a few kilobytes is here, on the slowest of phones. */
const patience = 8_000

/** Reads a body of at most `max` bytes, counted while they come; throws `Problem`. */
export function readBody(request: IncomingMessage, max: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const late = setTimeout(() => fail('timeout'), patience)
    const fail = (code: 'timeout' | 'body_too_large' | 'body_invalid') => {
      clearTimeout(late)
      request.off('data', onData).resume() // what still comes is read and dropped, so that the answer can be read
      reject(new Problem(code))
    }
    const onData = (chunk: Buffer) => {
      size += chunk.byteLength
      if (size > max) return fail('body_too_large')
      chunks.push(chunk)
    }
    request.on('data', onData)
    request.once('error', () => fail('body_invalid')) // broken off, or not as HTTP has it
    request.once('end', () => {
      clearTimeout(late)
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
    })
  })
}
