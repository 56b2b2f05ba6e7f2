import {createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {Duplex} from 'node:stream'
import {Problem, type ProblemCode} from '../../contact/wire.ts'
import type {ProxyRequest, ProxyResponse} from '../http/exchange.ts'
import {toProblemResponse} from '../http/json-response.ts'
import {readBody} from './body.ts'

/** Responds to one request; never rejects. */
export type Handle = (request: ProxyRequest) => ProxyResponse | Promise<ProxyResponse>

const serverOptions = {
  headersTimeout: 5_000,
  requestTimeout: 12_000, // of the whole request; `readBody` times out earlier, with a better response
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000, // longer than the 60 s of common load balancers, so that they close first
  maxHeaderSize: 16 * 1024,
  requireHostHeader: false, // `toFramingError` requires it, with a better response
}

/**
 * Creates a Node HTTP server with timeouts for slow clients.
 * @param onMalformed called with the status of the response to bytes that are not an HTTP request, or an ambiguous one
 * @param isDraining whether responses close their connections, which makes clients open the next one to another proxy
 */
export function createHttpServer(
  handle: Handle,
  onMalformed: (status: number) => void,
  isDraining = () => false,
): Server {
  const closing = new WeakSet<Duplex>()
  const server = createServer(serverOptions, (incoming, outgoing) => {
    if (closing.has(incoming.socket)) return // what follows an ambiguous request may be a part of it
    const status = toFramingError(incoming)
    if (status) {
      closing.add(incoming.socket)
      onMalformed(status)
      return write(outgoing, toRefusalResponse(status, 'body_invalid'), false)
    }
    const keepsAlive = () => server.listening && !isDraining()
    void Promise.resolve(handle(toProxyRequest(incoming))).then(response => write(outgoing, response, keepsAlive()))
  })
  // Read once while it is known: after a reset of the connection the system no longer returns it.
  server.on('connection', socket => void socket.remoteAddress)
  return server.on('clientError', (error: NodeJS.ErrnoException, socket) => onMalformed(refuse(error.code, socket)))
}

/** A host name, an IPv4 address, or an IPv6 one in brackets, with or without a port (RFC 3986, 3.2.2). */
const hostPattern = /^(?:\[[0-9a-f:.]+\]|[\w.%~-]*)(?::\d{0,5})?$/i

/**
 * The status for a request whose length or host another server could read differently: a missing or malformed `Host`
 * header or several (RFC 9112, 3.2), a transfer coding other than `chunked` (6.1), or any in HTTP/1.0. Its connection is
 * closed.
 */
function toFramingError({headers, headersDistinct, httpVersion}: IncomingMessage): number | undefined {
  const hosts = headersDistinct.host ?? []
  if (hosts.length !== 1 && !(hosts.length === 0 && httpVersion === '1.0')) return 400
  if (!hosts.every(host => hostPattern.test(host))) return 400
  const coding = headers['transfer-encoding']
  if (coding === undefined) return undefined
  if (httpVersion === '1.0') return 400
  return coding.toLowerCase() === 'chunked' ? undefined : 501
}

function toProxyRequest(request: IncomingMessage): ProxyRequest {
  const {headers, socket} = request
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    ownOrigin: headers.host ? `http://${headers.host}` : '',
    remoteAddress: socket.remoteAddress,
    header: name => headers[name] as string | undefined, // only Set-Cookie is an array, and it is not read
    readBody: maxBytes => readBody(request, maxBytes),
  }
}

function write(outgoing: ServerResponse, {status, headers, body = ''}: ProxyResponse, keepsAlive: boolean): void {
  if (status !== 204) headers['content-length'] = String(Buffer.byteLength(body))
  if (!keepsAlive) headers.connection = 'close'
  outgoing.writeHead(status, headers).end(body)
}

/** Responds to bytes that Node could not parse as a request, by its error code, and returns the status. */
function refuse(errorCode: string | undefined, socket: Duplex): number {
  const [status, code] = toRefusal(errorCode)
  if (!socket.writable) {
    socket.destroy()
    return status
  }
  const {headers, body = ''} = toRefusalResponse(status, code)
  const lines = Object.entries({...headers, 'content-length': Buffer.byteLength(body)}).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
  return status
}

/** A problem with a status that only the server gives. */
function toRefusalResponse(status: number, code: ProblemCode): ProxyResponse {
  const {headers, body = ''} = toProblemResponse(new Problem(code), {connection: 'close'})
  return {status, headers, body: body.replace(/"status":\d+/, `"status":${status}`)}
}

/** Slow headers, too large headers, or not HTTP. */
function toRefusal(errorCode: string | undefined): [status: number, code: ProblemCode] {
  if (errorCode === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'timeout']
  if (errorCode === 'HPE_HEADER_OVERFLOW') return [431, 'body_too_large']
  return [400, 'body_invalid']
}
