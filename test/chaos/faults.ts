import type {Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import type {Random} from './random.ts'

/** Writes a response to a socket. The callback runs when the kernel has the last byte. */
type Respond = (socket: Socket, done: () => void, random: Random) => void

/** One row of the delivery table, as the fault server responds. */
export interface Fault {
  name: string
  /** How often it is chosen, relative to the others. */
  weight: number
  /** Whether a client that gets the whole response knows that the API has the contact. */
  delivered: boolean
  pausesQueue?: boolean
  respond: Respond
}

const json = {'content-type': 'application/json'}
const html = {'content-type': 'text/html'}
const contact = '{"id":"550aac3da096734ce5000001"}'

function toHttp(status: number, body: string, headers: Record<string, string>): string {
  const lines = Object.entries({'content-length': String(Buffer.byteLength(body)), ...headers})
  return `HTTP/1.1 ${status} Status\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
}

const responds =
  (status: number, body = '', headers: Record<string, string> = json): Respond =>
  (socket, done) =>
    void socket.write(toHttp(status, body, headers), error => error ?? done())

const respondsAfter =
  (delayMs: (random: Random) => number): Respond =>
  (socket, done, random) =>
    void sleep(delayMs(random)).then(() => responds(201, contact)(socket, done, random))

/** Sends the headers and the first chunk of a response that never ends. */
const neverEnds: Respond = (socket, done) =>
  void socket.write('HTTP/1.1 201 Status\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"id"\r\n', error => error ?? done())

const busyUntilDate: Respond = (...to) =>
  responds(503, '', {'retry-after': new Date(Date.now() + 2000).toUTCString()})(...to)

const delivers = (name: string, weight: number, respond: Respond): Fault => ({name, weight, delivered: true, respond})
const fails = (name: string, weight: number, respond: Respond): Fault => ({name, weight, delivered: false, respond})
/** Pauses the whole queue, so it is rare. */
const pauses = (name: string, respond: Respond): Fault => ({...fails(name, 0.3, respond), pausesQueue: true})

export const success = delivers('201', 1800, responds(201, contact))

/** Every row of the delivery table that a listening server can produce. `FaultServer.stop` produces the others. */
export const faults: Fault[] = [
  success,
  delivers(
    '201 late',
    40,
    respondsAfter(random => 50 + 400 * random()),
  ),
  delivers(
    '201 after the visitor has its response',
    4,
    respondsAfter(() => 1500),
  ),
  delivers('201 with a broken body', 10, responds(201, '{"id":')),
  delivers('201 with an empty body', 10, responds(201)),
  delivers('201 with an HTML page', 10, responds(201, '<html>', html)),
  delivers('201 with a false content-encoding', 10, responds(201, 'no gzip', {'content-encoding': 'gzip'})),
  delivers('201 that never ends', 3, neverEnds),
  delivers('200 with JSON', 10, responds(200, contact)),
  delivers('409', 10, responds(409, '{"error":"exists"}')),
  fails('200 with an HTML page', 6, responds(200, '<html>', html)),
  fails('400', 4, responds(400, '{"error":"no"}')),
  fails('422', 6, responds(422, '{"error":"no"}')),
  ...[408, 425, 500, 502, 504].map(status => fails(String(status), 5, responds(status))),
  ...[301, 302, 303, 307, 308].map(status =>
    pauses(String(status), responds(status, '', {location: 'http://127.0.0.1:9/'})),
  ),
  ...[401, 402, 403, 404].map(status => pauses(String(status), responds(status, '{"error":"account"}'))),
  pauses('429 with seconds', responds(429, '', {'retry-after': '1'})),
  pauses('503 with a date', busyUntilDate),
  fails('connection reset', 6, socket => void socket.resetAndDestroy()),
  fails('half a status line', 6, socket => void socket.end('HTTP/1.1 20')),
  fails('no HTTP', 6, socket => void socket.end('what?\r\n\r\n')),
  fails('no response', 1, () => {}),
]

/** Picks a fault at random, by weight. */
export function pickFault(from: readonly Fault[], random: Random): Fault {
  let remaining = random() * from.reduce((sum, {weight}) => sum + weight, 0)
  return from.find(({weight}) => (remaining -= weight) < 0) ?? success
}
