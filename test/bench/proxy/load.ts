import {randomUUID} from 'node:crypto'
import {connect, type Socket} from 'node:net'

/** The result of a load test. */
export interface LoadResult {
  requests: number
  perSecond: number
  /** Milliseconds until each response. */
  latencies: number[]
  /** Responses other than 201. */
  failed: number
}

/** Keeps `connections` busy for `seconds`: each sends one request after the other, with a new lead in each. */
export async function load(url: string, connections: number, seconds: number): Promise<LoadResult> {
  const {hostname, port, pathname} = new URL(url)
  const latencies: number[] = []
  let failed = 0
  const end = performance.now() + seconds * 1000
  const keepBusy = async () => {
    const socket = connect(Number(port), hostname).setNoDelay()
    while (performance.now() < end) {
      const start = performance.now()
      if (!(await send(socket, toRequest(pathname)))) failed += 1
      latencies.push(performance.now() - start)
    }
    socket.destroy()
  }
  await Promise.all(Array.from({length: connections}, keepBusy))
  return {requests: latencies.length, perSecond: latencies.length / seconds, latencies, failed}
}

/** Writes to the socket directly: a client library would cost as much time as the measured proxy. */
function send(socket: Socket, request: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let text = ''
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (!isComplete(text)) return
      socket.off('data', onData).off('error', reject)
      resolve(text.startsWith('HTTP/1.1 201'))
    }
    socket.on('data', onData).once('error', reject)
    socket.write(request)
  })
}

function isComplete(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text)
  return length ? text.length >= head + 4 + Number(length[1]) : text.endsWith('0\r\n\r\n')
}

/** Each lead has another phone: the proxy limits a person to three leads an hour. */
let phones = Math.floor(Math.random() * 1e8)

/** Creates a lead of a new person, with a new idempotency key. */
export function toLead(): {key: string; body: string} {
  const key = randomUUID()
  const body = JSON.stringify({
    name_first: 'Ada',
    name_last: 'Lovelace',
    email: `${key}@example.com`,
    phone_countrycode: '44',
    phone_number: `77${String((phones += 1) % 1e8).padStart(8, '0')}`,
    gdpr_accept_terms: true,
    gdpr_marketing_consent: false,
    language: 'EN',
    consent: {
      terms: 'I accept the terms and conditions and have read the privacy policy.',
      marketing: 'Yes, send me news and offers.',
      page: 'https://www.example.com/',
      lang: 'en',
    },
  })
  return {key, body}
}

function toRequest(path: string): string {
  const {key, body} = toLead()
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://www.example.com\r\nContent-Type: application/json\r\nIdempotency-Key: ${key}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}
