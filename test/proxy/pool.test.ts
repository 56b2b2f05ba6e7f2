import assert from 'node:assert/strict'
import {once} from 'node:events'
import {createServer, type AddressInfo, type Socket} from 'node:net'
import {test} from 'node:test'
import {openConnections} from '../../src/proxy/server/pool.ts'
import {createUpstream, type Outcome} from '../../src/proxy/contact-api/upstream.ts'
import {Secret} from '../../src/proxy/config/secret.ts'

const head = (status: string, more = '') => `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${more}\r\n`

/** One request to an API that does with its socket as it is told. */
async function ask(behave: (socket: Socket) => void, deadline = 400): Promise<Outcome & {posts: number}> {
  let posts = 0
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket.on('error', () => {}))
    socket.on('data', chunk => {
      if (!String(chunk).startsWith('POST ')) return
      posts += 1
      behave(socket)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const connections = openConnections(url, deadline)
  try {
    return {
      ...(await createUpstream(
        {url, accountId: 'a', secret: new Secret('s'), deadline},
        connections.send,
      )({email: 'a@b.co'})),
      posts,
    }
  } finally {
    await connections.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

const rows: [string, (socket: Socket) => void, Outcome][] = [
  [
    '201',
    socket => socket.write(`${head('201 Created', 'Content-Length: 2\r\n')}{}`),
    {verdict: 'created', status: 201},
  ],
  [
    '201, and a body that never ends',
    socket => socket.write(`${head('201 Created', 'Transfer-Encoding: chunked\r\n')}1\r\n{\r\n`),
    {verdict: 'created', status: 201},
  ],
  [
    '201, and a body without measure',
    socket => socket.write(`${head('201 Created')}${'x'.repeat(1e6)}`),
    {verdict: 'created', status: 201},
  ],
  [
    '200 with JSON',
    socket => socket.write(`${head('200 OK', 'Content-Length: 2\r\n')}{}`),
    {verdict: 'created', status: 200},
  ],
  [
    '200 with JSON that never ends',
    socket => socket.write(`${head('200 OK', 'Content-Length: 9\r\n')}{`),
    {verdict: 'unknown', status: 200},
  ],
  [
    '200 with JSON without measure',
    socket => socket.end(`${head('200 OK')}["${'x'.repeat(1e5)}"]`),
    {verdict: 'unknown', status: 200},
  ],
  [
    '100, then 201',
    socket => socket.write(`HTTP/1.1 102 Processing\r\n\r\n${head('201 Created', 'Content-Length: 0\r\n')}`),
    {verdict: 'created', status: 201},
  ],
  [
    '429',
    socket => socket.write(head('429 Too Many', 'Retry-After: 7\r\nContent-Length: 0\r\n')),
    {verdict: 'busy', status: 429, retryAfter: 7},
  ],
  [
    'a redirect',
    socket => socket.write(head('307 Moved', 'Location: http://evil.example/\r\nContent-Length: 0\r\n')),
    {verdict: 'misconfigured', status: 307},
  ],
  ['a reset after sending', socket => socket.resetAndDestroy(), {verdict: 'unknown'}],
  ['an end after sending', socket => socket.end(), {verdict: 'unknown'}],
  ['half a header', socket => socket.end('HTTP/1.1 201 Cre'), {verdict: 'unknown'}],
  ['garbage', socket => socket.end('what?\r\n\r\n'), {verdict: 'unknown'}],
  ['silence', () => {}, {verdict: 'unknown'}],
]
for (const [what, behave, outcome] of rows)
  test(`takes ${what} for ${outcome.verdict}, after one POST`, async () => {
    const seen = await ask(behave)
    assert.deepEqual({...seen, retryAfter: seen.retryAfter}, {...outcome, retryAfter: outcome.retryAfter, posts: 1})
  })

const unreached: [string, string][] = [
  ['nobody listens', 'http://127.0.0.1:1'],
  ['the name is unknown', 'https://nowhere.invalid'],
  ['it speaks no TLS', 'https://127.0.0.1:'],
]
for (const [what, url] of unreached)
  test(`knows that nothing was sent where ${what}`, async () => {
    const plain = createServer(socket => socket.on('error', () => {}).end('no TLS'))
    await once(plain.listen(0, '127.0.0.1'), 'listening')
    const base = url.endsWith(':') ? url + (plain.address() as AddressInfo).port : url
    const connections = openConnections(base, 2_000)
    assert.deepEqual(
      await createUpstream({url: base, accountId: 'a', secret: new Secret('s'), deadline: 2_000}, connections.send)({}),
      {verdict: 'not_sent'},
    )
    await connections.close()
    plain.close()
  })

test('keeps its connections for the next leads', async () => {
  let opened = 0
  const server = createServer(socket => {
    opened += 1
    socket.on('error', () => {}).on('data', () => socket.write(`${head('201 Created', 'Content-Length: 2\r\n')}{}`))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const connections = openConnections(url, 1_000)
  const upstream = createUpstream({url, accountId: 'a', secret: new Secret('s'), deadline: 1_000}, connections.send)
  for (let index = 0; index < 50; index += 1) await upstream({})
  await connections.close()
  server.close()
  assert.ok(opened <= 2, `${opened} connections`) // the second where the next lead comes before an answer's last byte is read
})
