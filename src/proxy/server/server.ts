import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {Incoming, Reply} from '../exchange.ts'
import {readBody} from './body.ts'

/** Answers one request; never rejects. */
export type Answer = (incoming: Incoming) => Promise<Reply>

/** A Node HTTP server around the gate, with deadlines for clients that send slowly. */
export function serve(answer: Answer): Server {
  const server = createServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 12_000, // of the whole request; `readBody` is sooner, and answers better
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 65_000, // longer than the 60 s of common load balancers, so that they close first
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => void answer(toIncoming(request)).then(reply => write(response, reply)),
  )
  return server
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

function write(response: ServerResponse, {status, headers, body = ''}: Reply): void {
  if (status !== 204) headers['content-length'] = String(Buffer.byteLength(body))
  response.writeHead(status, headers).end(body)
}
