import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import {createProxy, type Proxy} from '../../../src/proxy/index.ts'

/** What came since the record was last taken. */
export interface SignupRecord {
  /** Each create request as it reached the contact API, and the key of the proxy's last request. */
  received: {key: string | undefined; contact: Record<string, unknown>}[]
  /** Every idempotency key that a proxy saw. */
  keys: string[]
  /** Every response of a proxy, as `STATUS PATH`. */
  answers: string[]
}

/** The real proxy at /api/signup, and one that asks for proof of work at /api/work, in front of one contact API. */
export interface SignupBackend {
  post(request: Request, path: string): Promise<Response>
  takeRecord(): SignupRecord
  /** Replaces the proxy that asks for proof of work by one that accepts none of the earlier proofs. */
  forgetProofs(): void
}

/** How long the contact API takes, by the e-mail's local part. */
const delaysMs: Record<string, number> = {slow: 500, late: 5000}

/**
 * The contact API responds by the e-mail's local part: `answer-422@…`; `busy@…` with 503 every other time; 201
 * otherwise, after half a second for `slow@…` and after five for `late@…`.
 */
export async function startSignupBackend(): Promise<SignupBackend> {
  let record = createRecord()
  let isBusy = false
  const statusFor = (email: string): number => {
    if (!email.startsWith('busy@')) return Number(/^answer-(\d{3})@/.exec(email)?.[1] ?? 201)
    isBusy = !isBusy
    return isBusy ? 503 : 201
  }
  const url = await listen(async (request, response) => {
    const contact = JSON.parse(await text(request)) as Record<string, unknown> // the proxy's own JSON
    record.received.push({key: record.keys.at(-1), contact})
    const email = String(contact.email ?? '')
    const respond = () => response.writeHead(statusFor(email), {'content-type': 'application/json'}).end('{"id":"1"}')
    setTimeout(respond, delaysMs[email.split('@')[0]!] ?? 0)
  })
  const proxy = createTestProxy(url)
  let provingProxy = createProvingProxy(url)
  return {
    async post(request, path) {
      const key = request.headers.get('idempotency-key')
      if (key) record.keys.push(key)
      const handle = path === '/api/signup' ? proxy : provingProxy
      const response = await handle(request, {remoteAddress: '127.0.0.1'})
      record.answers.push(`${response.status} ${path}`)
      return response
    },
    takeRecord() {
      const taken = record
      record = createRecord()
      return taken
    },
    forgetProofs() {
      provingProxy = createProvingProxy(url)
    },
  }
}

const createRecord = (): SignupRecord => ({received: [], keys: [], answers: []})

const createProvingProxy = (url: string): Proxy => createTestProxy(url, {path: '/api/work', proofOfWork: true})

function createTestProxy(url: string, options: {path?: string; proofOfWork?: boolean} = {}): Proxy {
  return createProxy({
    url,
    accountId: 'test',
    accountSecret: 'test-secret',
    allowedTags: ['one', 'two'],
    allowedLists: ['news'],
    allowedFields: ['room', 'pets', 'utm_source'],
    rateLimitAddress: 'off',
    rateLimitPerson: 'off',
    log: () => {},
    ...options,
  })
}

/** The server does not keep the process alive. */
async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
