import assert from 'node:assert/strict'
import {once} from 'node:events'
import type {AddressInfo} from 'node:net'
import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import fc from 'fast-check'
import {createHttpServer} from '../../../src/proxy/server/server.ts'

const hosts = fc.oneof(
  {weight: 4, arbitrary: fc.constantFrom('a.example', 'a.example:80', '127.0.0.1', '[::1]:8787')},
  fc.constantFrom('', 'a b', 'a/b', 'a@b', 'a,b', 'a?b', '[::1', 'a:b', 'a#b', 'a\\b'),
)
const codings = fc.oneof(
  {weight: 4, arbitrary: fc.constantFrom('chunked', 'Chunked')},
  fc
    .array(fc.constantFrom('gzip', 'identity', 'chunked', 'x', '', 'chunked;q=1', '"chunked"'), {
      minLength: 1,
      maxLength: 3,
    })
    .map(list => list.join(', ')),
)
const mixedCase = (name: string) => fc.constantFrom(name, name.toLowerCase(), name.toUpperCase())
const line = (name: string, value: fc.Arbitrary<string>) =>
  fc.tuple(mixedCase(name), value).map(([written, content]) => `${written}: ${content}`)
const atMost = (maxLength: number, item: fc.Arbitrary<string>) => fc.array(item, {maxLength})

const requests = fc.record({
  version: fc.oneof({weight: 4, arbitrary: fc.constant('1.1')}, fc.constant('1.0')),
  hostLines: fc.oneof({weight: 3, arbitrary: line('Host', hosts).map(host => [host])}, atMost(3, line('Host', hosts))),
  codingLines: fc.oneof(
    {weight: 3, arbitrary: line('Transfer-Encoding', codings).map(coding => [coding])},
    atMost(2, line('Transfer-Encoding', codings)),
  ),
})
const valueOf = (headerLine: string) => headerLine.slice(headerLine.indexOf(':') + 1).trim()

/**
 * Sends generated `Host` and `Transfer-Encoding` lines over a socket, each with a second request behind: the server hands
 * on what every server reads alike, and nothing that follows what it refuses. Returns how many requests it handed on.
 */
export async function fuzzFraming(cases: number, seed?: number): Promise<number> {
  const bodies: string[] = []
  const server = createHttpServer(
    async ({readBody}) => (bodies.push(Buffer.from(await readBody(100)).toString()), {status: 200, headers: {}}),
    () => {},
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  let handedOn = 0
  const property = fc.asyncProperty(requests, async ({version, hostLines, codingLines}) => {
    bodies.length = 0
    const head = [`POST / HTTP/${version}`, ...hostLines, ...codingLines, 'Connection: keep-alive']
    const body = codingLines.length > 0 ? '1\r\na\r\n0\r\n\r\n' : ''
    const second = 'POST / HTTP/1.1\r\nHost: second\r\nConnection: close\r\nContent-Length: 6\r\n\r\nsecond'
    await exchange(server.address() as AddressInfo, `${head.join('\r\n')}\r\n\r\n${body}${second}`)
    const isClear = isUnambiguous(version, hostLines.map(valueOf), codingLines.map(valueOf))
    assert.deepEqual(bodies, isClear ? [body && 'a', 'second'] : [])
    handedOn += bodies.length / 2
  })
  try {
    await fc.assert(property, {numRuns: cases, seed})
  } finally {
    server.close()
  }
  return handedOn
}

function isUnambiguous(version: string, hosts: string[], codings: string[]): boolean {
  const hasHost = hosts.length === 1 || (hosts.length === 0 && version === '1.0')
  if (!hasHost || !hosts.every(host => /^(?:[\w.]*|\[::1\])(?::\d+)?$/.test(host))) return false
  return codings.length === 0 || (version === '1.1' && codings.length === 1 && /^chunked$/i.test(codings[0]!))
}

async function exchange({port}: AddressInfo, bytes: string): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  await text(socket).catch(() => {}) // the server may reset what it refuses
}
