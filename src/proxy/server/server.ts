import {createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {Duplex} from 'node:stream'
import {Problem, type ProblemCode} from '../../contact/wire.ts'
import {problem} from '../http/json-response.ts'
import type {Incoming, Reply} from '../http/exchange.ts'
import {readBody} from './body.ts'

/** Answers one request; never rejects. */
export type Answer = (incoming: Incoming) => Reply | Promise<Reply>

/** A Node HTTP server, with deadlines for clients that send slowly. `broken` hears of what is no request at all. */
export function createHttpServer(answer: Answer, broken: (status: number) => void): Server {
  const server = createServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 12_000, // of the whole request; `readBody` is sooner, and answers better
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 65_000, // longer than the 60 s of common load balancers, so that they close first
      maxHeaderSize: 16 * 1024,
    },
    (request, response) =>
      void Promise.resolve(answer(toIncoming(request))).then(reply => write(response, reply, server.listening)),
  )
  return server.on('clientError', (error: NodeJS.ErrnoException, socket) => broken(refuse(error.code, socket)))
}

function toIncoming(request: IncomingMessage): Incoming {
  const {headers, socket} = request
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    self: `http://${headers.host}`,
    remoteAddress: socket.remoteAddress,
    header: name => headers[name] as string | undefined, // only Set-Cookie is ever a list, and nobody asks for it
    read: max => readBody(request, max),
  }
}

function write(response: ServerResponse, {status, headers, body = ''}: Reply, stays: boolean): void {
  if (status !== 204) headers['content-length'] = String(Buffer.byteLength(body))
  if (!stays) headers.connection = 'close'
  response.writeHead(status, headers).end(body)
}

/** What Node could not read as a request, by its code: slow headers, too many of them, or no HTTP. */
function refuse(code: string | undefined, socket: Duplex): number {
  const [status, named]: [number, ProblemCode] =
    code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'timeout']
      : code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'body_too_large']
        : [400, 'body_invalid']
  if (!socket.writable) socket.destroy()
  else {
    const {body, headers} = problem(new Problem(named), {connection: 'close'})
    const lines = Object.entries({...headers, 'content-length': Buffer.byteLength(body!)}).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    )
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body!.replace(/"status":\d+/, `"status":${status}`)}`,
    )
  }
  return status
}
