import {createServer, type AddressInfo, type Server, type Socket} from 'node:net'
import {faults, pickFault, type Fault} from './faults.ts'

/** One POST as it arrived. */
export interface Arrival {
  /** The proxy process that sent it, from the account in the path. */
  sender: string
  /** By the monotonic clock, milliseconds. */
  at: number
  fault: string
  /** When the whole of an answer that says "delivered" was with the kernel; undefined where there was none. */
  answered?: number
}

/** The contact API on raw sockets: it plays faults, and keeps a ledger of its own of what arrived and what it said. */
export class FaultServer {
  /** By lead: the local part of the e-mail. */
  readonly ledger = new Map<string, Arrival[]>()
  readonly played = new Map<string, number>()
  /** Which fault comes next; the documented success for `calm`. */
  pick: () => Fault = pickFault
  readonly #sockets = new Set<Socket>()
  #server: Server = createServer()
  #port = 0

  async listen(): Promise<void> {
    this.#server = createServer(socket => this.#serve(socket))
    await new Promise<void>(resolve => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port // it listens on TCP
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Nobody listens, and whoever was connected is not any more. */
  async goAway(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy() // a reset of one that is closing already would never end
    await closed
  }

  calm(): void {
    this.pick = () => faults[0]!
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket))
    let bytes = Buffer.alloc(0)
    socket.on('data', chunk => {
      bytes = Buffer.concat([bytes, chunk])
      for (let request = readRequest(bytes); request; request = readRequest(bytes)) {
        bytes = bytes.subarray(request.length)
        this.#take(request, socket)
      }
    })
  }

  #take({sender, lead}: Request, socket: Socket): void {
    const fault = this.pick()
    const arrival: Arrival = {sender, at: performance.now(), fault: fault.name}
    this.ledger.set(lead, [...(this.ledger.get(lead) ?? []), arrival])
    this.played.set(fault.name, (this.played.get(fault.name) ?? 0) + 1)
    fault.say(socket, () => {
      if (fault.delivered) arrival.answered = performance.now()
    })
  }
}

interface Request {
  length: number
  sender: string
  lead: string
}

/** The first whole request in the bytes. */
function readRequest(bytes: Buffer): Request | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  const size = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  const length = end + 4 + size
  if (bytes.length < length) return undefined
  const sender = /^POST \/v2\/account\/([\w-]+)\/contact\/ /.exec(head)?.[1]
  const {email = ''} = JSON.parse(bytes.toString('utf8', end + 4, length) || '{}') as {email?: string} // the proxy's own JSON
  if (!sender || !email) throw new Error(`not a create request: ${head.split('\r\n')[0]}`)
  return {length, sender, lead: email.split('@')[0]!}
}
