import {createServer, type IncomingHttpHeaders} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'

/** A request as it reached the server. */
export interface Reached {
  method: string | undefined
  path: string | undefined
  headers: IncomingHttpHeaders
  body: string
}

export interface Response {
  status: number
  body?: string
  headers?: Record<string, string>
}

/** An HTTP server that responds as the test sets, at its own URL. */
export class ScriptedProxy {
  /** Responds to one request; undefined closes the connection without a response. */
  respond: (request: Reached) => Response | undefined | Promise<Response | undefined> = () => ({status: 404})
  readonly requests: Reached[] = []
  readonly #server = createServer(async (request, response) => {
    const {method, url: path, headers} = request
    const reached = {method, path, headers, body: await text(request)}
    this.requests.push(reached)
    const reply = await this.respond(reached)
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body)
    else request.socket.destroy()
  })

  static async start(): Promise<ScriptedProxy> {
    const proxy = new ScriptedProxy()
    await new Promise<void>(resolve => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }
}
