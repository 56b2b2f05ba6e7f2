import {createServer, type AddressInfo, type Server, type Socket} from 'node:net'
import {faults, pickFault, success, type Fault} from './faults.ts'
import type {Random} from './random.ts'

/** One POST that arrived. Times are `performance.now()`. */
export interface Arrival {
  /** The proxy process that sent it: the account in the path. */
  sender: string
  at: number
  fault: string
  /** When the kernel had the whole of a response that means "delivered"; undefined if there was none. */
  respondedAt?: number
}

/** A contact API on raw sockets that responds with faults. Its ledger records what arrived and how it responded. */
export class FaultServer {
  /** By lead: the local part of the e-mail address. */
  readonly ledger = new Map<string, Arrival[]>()
  /** How often each fault was chosen. */
  readonly faultCounts = new Map<string, number>()
  readonly #sockets = new Set<Socket>()
  #faults: readonly Fault[]
  readonly #random: Random
  #server: Server = createServer()
  #port = 0

  constructor(random: Random = Math.random, from: readonly Fault[] = faults) {
    this.#random = random
    this.#faults = from
  }

  /** Listens on the same port every time. */
  async listen(): Promise<void> {
    this.#server = createServer(socket => this.#serve(socket))
    await new Promise<void>(resolve => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port // it listens on TCP
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Stops listening and drops all connections. */
  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy() // `resetAndDestroy` never ends a socket that is closing already
    await closed
  }

  /** Responds with the documented success from now on. */
  endFaults(): void {
    this.#faults = [success]
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket))
    let bytes = Buffer.alloc(0)
    socket.on('data', chunk => {
      bytes = Buffer.concat([bytes, chunk])
      for (let request = readRequest(bytes); request; request = readRequest(bytes)) {
        bytes = bytes.subarray(request.length)
        this.#respond(request, socket)
      }
    })
  }

  #respond({sender, lead}: CreateRequest, socket: Socket): void {
    const fault = pickFault(this.#faults, this.#random)
    const arrival: Arrival = {sender, at: performance.now(), fault: fault.name}
    this.ledger.set(lead, [...(this.ledger.get(lead) ?? []), arrival])
    this.faultCounts.set(fault.name, (this.faultCounts.get(fault.name) ?? 0) + 1)
    const onSent = () => {
      if (fault.delivered) arrival.respondedAt = performance.now()
    }
    fault.respond(socket, onSent, this.#random)
  }
}

interface CreateRequest {
  /** Bytes, including the headers. */
  length: number
  sender: string
  lead: string
}

/** Reads the first request; undefined if it is incomplete. */
function readRequest(bytes: Buffer): CreateRequest | undefined {
  const headerEnd = bytes.indexOf('\r\n\r\n')
  if (headerEnd < 0) return undefined
  const head = bytes.toString('latin1', 0, headerEnd)
  const bodyLength = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  const length = headerEnd + 4 + bodyLength
  if (bytes.length < length) return undefined
  const sender = /^POST \/v2\/account\/([\w-]+)\/contact\/ /.exec(head)?.[1]
  const {email = ''} = JSON.parse(bytes.toString('utf8', headerEnd + 4, length) || '{}') as {email?: string} // the proxy's JSON
  if (!sender || !email) throw new Error(`not a create request: ${head.split('\r\n')[0]}`)
  return {length, sender, lead: email.split('@')[0]!}
}
