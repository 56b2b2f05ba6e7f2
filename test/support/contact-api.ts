import {createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'

/** A request as it came over the wire. */
export interface Recorded {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Record<string, unknown>
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A contact API on a real socket that keeps what it got and answers as a test says. */
export interface ContactApi {
  url: string
  requests: Recorded[]
  answer: Answer
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** The documented success. */
export const created: Answer = (_request, response) => respond(response, 201, '{"id":"550aac3da096734ce5000001"}')

export function respond(
  response: ServerResponse,
  status: number,
  body = '',
  headers: Record<string, string> = {'content-type': 'application/json'},
): void {
  response.writeHead(status, headers).end(body)
}

export async function startContactApi(answer: Answer = created, port = 0): Promise<ContactApi> {
  const server = createServer(async (request, response) => {
    const body = JSON.parse((await text(request)) || '{}') as Record<string, unknown>
    api.requests.push({method: request.method ?? '', path: request.url ?? '', headers: request.headers, body})
    api.answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const api: ContactApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    answer,
    close,
    [Symbol.asyncDispose]: close,
  }
  return api
}
