import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import dns from 'node:dns'
import {once} from 'node:events'
import {createServer as createHttpServer} from 'node:http'
import {createServer as createHttpsServer, type Server as HttpsServer} from 'node:https'
import {connect, type AddressInfo} from 'node:net'
import {after, before, test} from 'node:test'
import {getCACertificates, setDefaultCACertificates} from 'node:tls'
import {Secret} from '../../src/proxy/config/secret.ts'
import {createLookUp} from '../../src/proxy/contact-api/look-up.ts'
import {createUpstream} from '../../src/proxy/contact-api/upstream.ts'
import {startProxy} from '../../src/proxy/node.ts'
import {openConnections, type ConnectionSettings} from '../../src/proxy/server/pool.ts'
import {certificates, privateKey} from '../support/certificates.ts'
import {startContactApi} from '../support/contact-api.ts'
import {until} from '../support/outbox.ts'

const deadline = 2_000
const apiUrl = 'https://api.test'

/** A contact API with TLS, whose name only the proxy knows. */
let api: HttpsServer
before(async () => {
  setDefaultCACertificates([certificates.valid])
  api = createHttpsServer({key: privateKey, cert: certificates.valid}, (request, response) => {
    response.writeHead(request.method === 'POST' ? 201 : 404).end()
  })
  await once(api.listen(0, '127.0.0.1'), 'listening')
})
after(() => {
  api.close()
  api.closeAllConnections()
  setDefaultCACertificates(getCACertificates('bundled'))
})

/** A proxy that connects every client with the API, or refuses with a status. */
async function startHttpsProxy(status = 200) {
  const connects: [string | undefined, string | undefined][] = []
  const server = createHttpServer().on('connect', (request, socket) => {
    connects.push([request.url, request.headers['proxy-authorization']])
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    const upstream = connect((api.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const end of [upstream, socket]) end.on('error', () => upstream.destroy(void socket.destroy()))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connects,
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Sends one contact. */
async function send(settings: Partial<ConnectionSettings> = {}) {
  const {url = apiUrl} = settings
  const connections = openConnections({url, timeoutMs: deadline, maxAttempts: 4, ...settings})
  const account = {url, accountId: 'a', secret: new Secret('s'), deadline}
  const outcome = await createUpstream(account, connections.send)({})
  const found = connections.fetch && (await createLookUp({...account, fetch: connections.fetch})({user_id: '1'}))
  await connections.close()
  return {...outcome, found}
}

test('sends and looks up through the proxy, with TLS to the API inside', async () => {
  await using proxy = await startHttpsProxy()
  const outcome = await send({httpsProxy: `http://user:p%40ss@127.0.0.1:${proxy.port}`})
  assert.deepEqual(outcome, {verdict: 'created', status: 201, found: 'absent'})
  assert.deepEqual(proxy.connects[0], ['api.test:443', `Basic ${btoa('user:p@ss')}`])
})

test('uses no proxy for hosts of NO_PROXY', async () => {
  await using proxy = await startHttpsProxy()
  const outcome = await send({httpsProxy: `http://127.0.0.1:${proxy.port}`, noProxy: 'other.test,.test'})
  assert.deepEqual([outcome.verdict, outcome.fault, proxy.connects], ['not_sent', 'ENOTFOUND', []])
})

test('uses no proxy for this machine', async () => {
  await using proxy = await startHttpsProxy()
  await using local = await startContactApi()
  const running = await startProxy({
    CONTACT_API_URL: local.url,
    CONTACT_ACCOUNT_ID: 'acc-1',
    CONTACT_ACCOUNT_SECRET: 's',
    OUTBOX: 'none',
    PORT: '0',
    https_proxy: `http://127.0.0.1:${proxy.port}`,
  })
  const response = await fetch(running.endpoint, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': randomUUID()},
    body: JSON.stringify({email: 'ada@example.com'}),
  })
  await running.close()
  assert.deepEqual([response.status, proxy.connects], [201, []])
})

for (const status of [403, 407, 502])
  test(`reports not_sent if the proxy responds ${status}`, async () => {
    await using proxy = await startHttpsProxy(status)
    const {verdict, fault} = await send({httpsProxy: `http://127.0.0.1:${proxy.port}`})
    assert.deepEqual([verdict, fault], ['not_sent', 'UND_ERR_ABORTED'])
  })

test('reports not_sent if the proxy cannot be reached', async () => {
  const {verdict, fault} = await send({httpsProxy: 'http://127.0.0.1:1'})
  assert.deepEqual([verdict, fault], ['not_sent', 'ECONNREFUSED'])
})

test('follows the name of the API to another address when its connection is old', async t => {
  await using before = await startContactApi()
  const {port} = new URL(before.url)
  const moved: string[] = []
  const later = createHttpServer((request, response) => {
    moved.push(request.url ?? '')
    request.resume()
    response.writeHead(201).end()
  })
  await once(later.listen(Number(port), '127.0.0.2'), 'listening')
  let address = '127.0.0.1'
  t.mock.method(dns, 'lookup', ((_name, options, callback) =>
    (options as {all?: boolean}).all
      ? (callback as (error: null, addresses: object[]) => void)(null, [{address, family: 4}])
      : (callback as (error: null, address: string, family: number) => void)(null, address, 4)) as typeof dns.lookup) // as net calls it
  const url = `http://api.test:${port}`
  const connections = openConnections({url, timeoutMs: deadline, maxAttempts: 1, maxAgeMs: 50})
  const upstream = createUpstream({url, accountId: 'a', secret: new Secret('s'), deadline}, connections.send)
  await Promise.all(Array.from({length: 6}, () => upstream({}))) // opens as many connections as there may be
  address = '127.0.0.2'
  await until(
    'a request at the new address',
    async () => (await upstream({})).verdict === 'created' && moved.length > 0,
  )
  await connections.close()
  later.close()
})
