import type {Socket} from 'node:net'

/** Says something on a socket; the callback runs when the last byte is with the kernel. */
type Say = (socket: Socket, said: () => void) => void

/** One row of the delivery table as the fault server plays it. */
export interface Fault {
  name: string
  /** How often, beside the others. */
  weight: number
  /** Whether whoever hears it knows that the API has the contact. */
  delivered: boolean
  /** Whether it stops the whole queue. */
  pauses?: boolean
  say: Say
}

const text = (status: number, body = '', headers: Record<string, string> = {'content-type': 'application/json'}) =>
  `HTTP/1.1 ${status} Said\r\n${Object.entries({'content-length': String(Buffer.byteLength(body)), ...headers})
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`
const says =
  (...answer: Parameters<typeof text>): Say =>
  (socket, said) =>
    void socket.write(text(...answer), error => error ?? said())
const json = '{"id":"550aac3da096734ce5000001"}'
const page = {'content-type': 'text/html'}

const taken = (name: string, weight: number, say: Say): Fault => ({name, weight, delivered: true, say})
const fails = (name: string, weight: number, say: Say): Fault => ({name, weight, delivered: false, say})
const stops = (name: string, say: Say): Fault => ({name, weight: 0.3, delivered: false, pauses: true, say})

/** Every row that a server can play. That nobody listens is played by the server itself. */
export const faults: Fault[] = [
  taken('201', 1800, says(201, json)),
  taken(
    '201 late',
    40,
    (socket, said) => void setTimeout(() => says(201, json)(socket, said), 50 + 400 * Math.random()),
  ),
  taken(
    '201 after the visitor was answered',
    4,
    (socket, said) => void setTimeout(() => says(201, json)(socket, said), 1500),
  ),
  taken('201 with a broken body', 10, says(201, '{"id":')),
  taken('201 with no body', 10, says(201)),
  taken('201 with a web page', 10, says(201, '<html>', page)),
  taken('201 that says it is packed', 10, says(201, 'no gzip', {'content-encoding': 'gzip'})),
  taken(
    '201 that never ends',
    3,
    (socket, said) =>
      void socket.write(
        'HTTP/1.1 201 Said\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"id"\r\n',
        error => error ?? said(),
      ),
  ),
  taken('200 with JSON', 10, says(200, json)),
  taken('409', 10, says(409, '{"error":"exists"}')),
  fails('200 with a web page', 6, says(200, '<html>', page)),
  fails('400', 4, says(400, '{"error":"no"}')),
  fails('422', 6, says(422, '{"error":"no"}')),
  ...[408, 425, 500, 502, 504].map(status => fails(String(status), 5, says(status))),
  ...[301, 302, 303, 307, 308].map(status =>
    stops(String(status), says(status, '', {location: 'http://127.0.0.1:9/'})),
  ),
  ...[401, 402, 403, 404].map(status => stops(String(status), says(status, '{"error":"account"}'))),
  stops('429 with seconds', says(429, '', {'retry-after': '1'})),
  stops('503 with a date', (socket, said) =>
    says(503, '', {'retry-after': new Date(Date.now() + 2000).toUTCString()})(socket, said),
  ),
  fails('a reset', 6, socket => void socket.resetAndDestroy()),
  fails('half an answer', 6, socket => void socket.end('HTTP/1.1 20')),
  fails('garbage', 6, socket => void socket.end('what?\r\n\r\n')),
  fails('silence', 1, () => {}),
]

const total = faults.reduce((sum, {weight}) => sum + weight, 0)

export function pickFault(): Fault {
  let left = Math.random() * total
  return faults.find(({weight}) => (left -= weight) < 0) ?? faults[0]!
}
