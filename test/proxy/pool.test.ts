import assert from 'node:assert/strict'
import {once} from 'node:events'
import {createServer, type AddressInfo, type Socket} from 'node:net'
import {test} from 'node:test'
import {openConnections} from '../../src/proxy/server/pool.ts'
import {createUpstream, type Outcome} from '../../src/proxy/contact-api/upstream.ts'
import {readOptions} from '../../src/proxy/config/options.ts'
import {Secret} from '../../src/proxy/config/secret.ts'

const head = (status: string, more = '') => `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${more}\r\n`

/** Sends one request to an API whose socket behaves as given. */
async function send(
  behave: (socket: Socket) => void,
  deadline = 400,
  runtime = process.versions,
): Promise<Outcome & {posts: number}> {
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
  const connections = openConnections({url, timeoutMs: deadline, maxAttempts: 64, runtime})
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
    '201 with an endless body',
    socket => socket.write(`${head('201 Created', 'Transfer-Encoding: chunked\r\n')}1\r\n{\r\n`),
    {verdict: 'created', status: 201},
  ],
  [
    '201 with a body over the limit',
    socket => socket.write(`${head('201 Created')}${'x'.repeat(1e6)}`),
    {verdict: 'created', status: 201},
  ],
  [
    '200 with JSON',
    socket => socket.write(`${head('200 OK', 'Content-Length: 2\r\n')}{}`),
    {verdict: 'created', status: 200},
  ],
  [
    '200 with incomplete JSON',
    socket => socket.write(`${head('200 OK', 'Content-Length: 9\r\n')}{`),
    {verdict: 'unknown', status: 200},
  ],
  [
    '200 with JSON over the limit',
    socket => socket.end(`${head('200 OK')}["${'x'.repeat(1e5)}"]`),
    {verdict: 'unknown', status: 200},
  ],
  [
    '102, then 201',
    socket => socket.write(`HTTP/1.1 102 Processing\r\n\r\n${head('201 Created', 'Content-Length: 0\r\n')}`),
    {verdict: 'created', status: 201},
  ],
  [
    '422',
    socket => socket.write(`${head('422 Unprocessable', 'Content-Length: 10\r\n')}{"a":"é"}`),
    {verdict: 'refused', status: 422, answer: '{"a":"é"}'},
  ],
  [
    '422 with an endless body',
    socket => socket.write(`${head('422 Unprocessable', 'Transfer-Encoding: chunked\r\n')}1\r\n{\r\n`),
    {verdict: 'refused', status: 422, answer: '{'},
  ],
  [
    '422 with a body over the limit',
    socket => socket.write(`${head('400 Bad')}${'x'.repeat(1e6)}`),
    {verdict: 'refused', status: 400, answer: 'x'.repeat(2048)},
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
  ['a reset after the request', socket => socket.resetAndDestroy(), {verdict: 'unknown', fault: 'ECONNRESET'}],
  ['a closed connection after the request', socket => socket.end(), {verdict: 'unknown', fault: 'UND_ERR_SOCKET'}],
  ['an incomplete header', socket => socket.end('HTTP/1.1 201 Cre'), {verdict: 'unknown', fault: 'UND_ERR_SOCKET'}],
  ['a malformed response', socket => socket.end('what?\r\n\r\n'), {verdict: 'unknown', fault: 'HTTPParserError'}],
  ['no response', () => {}, {verdict: 'unknown', fault: 'timeout'}],
]
for (const [response, behave, outcome] of rows)
  test(`reports ${response} as ${outcome.verdict}, after one POST`, async () => {
    const result = await send(behave)
    assert.deepEqual({...result, retryAfter: result.retryAfter}, {...outcome, retryAfter: outcome.retryAfter, posts: 1})
  })

test('sends by fetch on Bun, whose undici has no pool', async t => {
  const {mock} = t.mock.method(globalThis, 'fetch')
  const outcome = await send(socket => socket.write(`${head('201 Created', 'Content-Length: 2\r\n')}{}`), 400, {
    ...process.versions,
    bun: '1.4.5',
  })
  assert.deepEqual([outcome.verdict, outcome.posts, mock.callCount()], ['created', 1, 1])
})

const unreached: [string, string, string][] = [
  ['the connection is refused', 'http://127.0.0.1:1', 'ECONNREFUSED'],
  ['the name cannot be resolved', 'https://nowhere.invalid', 'ENOTFOUND'],
  ['the server has no TLS', 'https://127.0.0.1:', 'ERR_SSL_WRONG_VERSION_NUMBER'],
]
for (const [reason, url, fault] of unreached)
  test(`reports not_sent when ${reason}`, async () => {
    const plain = createServer(socket => socket.on('error', () => {}).end('no TLS'))
    await once(plain.listen(0, '127.0.0.1'), 'listening')
    const base = url.endsWith(':') ? url + (plain.address() as AddressInfo).port : url
    const connections = openConnections({url: base, timeoutMs: 2_000, maxAttempts: 64})
    const account = {url: base, accountId: 'a', secret: new Secret('s'), deadline: 2_000}
    const outcome = await createUpstream(account, connections.send)({})
    await connections.close()
    plain.close()
    assert.deepEqual(outcome, {verdict: 'not_sent', fault})
  })

test('reuses its connections', async () => {
  let opened = 0
  const server = createServer(socket => {
    opened += 1
    socket.on('error', () => {}).on('data', () => socket.write(`${head('201 Created', 'Content-Length: 2\r\n')}{}`))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const connections = openConnections({url, timeoutMs: 1_000, maxAttempts: 64})
  const upstream = createUpstream({url, accountId: 'a', secret: new Secret('s'), deadline: 1_000}, connections.send)
  for (let index = 0; index < 50; index += 1) await upstream({})
  await connections.close()
  server.close()
  assert.ok(opened <= 2, `${opened} connections`) // a second one if a lead arrives before the previous response is read to its end
})

for (const write of [
  (port: number) => `http://127.1:${port}`,
  (port: number) => `http://2130706433:${port}`,
  (port: number) => ` http://127.0.0.1:${port}/`,
  (port: number) => `HTTP://127.0.0.1:${port}/base/`,
  (port: number) => `http:127.0.0.1:${port}`,
])
  test(`posts to the path below a base URL that is written as "${write(80)}"`, async () => {
    const paths: (string | undefined)[] = []
    const server = createServer(socket => {
      socket
        .on('error', () => {})
        .on('data', chunk => {
          paths.push(/^POST (\S+)/.exec(String(chunk))?.[1])
          socket.end(`${head('201 Created', 'Content-Length: 2\r\n')}{}`)
        })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const written = write((server.address() as AddressInfo).port)
    const {url, secret, accountId, deadline} = readOptions({url: written, accountId: 'a', accountSecret: 's'})
    const connections = openConnections({url: written, timeoutMs: 1_000, maxAttempts: 64})
    const {verdict} = await createUpstream({url, accountId, secret, deadline}, connections.send)({})
    await connections.close()
    server.close()
    assert.equal(verdict, 'created')
    assert.match(paths.join(), /^(?:\/base)?\/v2\/account\/a\/contact\/$/)
  })

test('drops the default port of a base URL', () => {
  const urlOf = (url: string) => readOptions({url, accountId: 'a', accountSecret: 's'}).url
  assert.equal(urlOf('https://api.example.com:443'), 'https://api.example.com')
  assert.equal(urlOf(' https://API.example.com:443/base/ '), 'https://api.example.com/base')
  assert.equal(urlOf('https://bücher.example'), 'https://xn--bcher-kva.example')
})
