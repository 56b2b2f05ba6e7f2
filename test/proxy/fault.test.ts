import assert from 'node:assert/strict'
import {once} from 'node:events'
import {createServer as createHttpsServer} from 'node:https'
import {createServer, type AddressInfo, type Server, type Socket} from 'node:net'
import {after, before, test} from 'node:test'
import {getCACertificates, setDefaultCACertificates} from 'node:tls'
import {sendByFetch} from '../../src/proxy/contact-api/fetch-transport.ts'
import {createUpstream, type Send} from '../../src/proxy/contact-api/upstream.ts'
import {Secret} from '../../src/proxy/config/secret.ts'
import {openConnections} from '../../src/proxy/server/pool.ts'
import {certificates, privateKey} from '../support/certificates.ts'

const deadline = 400

before(() => setDefaultCACertificates(Object.values(certificates)))
after(() => setDefaultCACertificates(getCACertificates('bundled')))

const tls = (certificate: string) => createHttpsServer({key: privateKey, cert: certificate}, (_, {end}) => end())
const tcp = (onData: (socket: Socket) => void) =>
  createServer(socket => socket.on('error', () => {}).once('data', () => onData(socket)))

interface Row {
  api: string
  /** Nothing listens if undefined. */
  server?: Server
  url?: (port: number) => string
  fault: string
  verdict?: 'unknown'
}

const https = (port: number) => `https://localhost:${port}`
const rows: Row[] = [
  {api: 'refuses connections', fault: 'ECONNREFUSED'},
  {api: 'has a name that does not exist', url: () => 'https://nowhere.invalid', fault: 'ENOTFOUND'},
  {api: 'has an expired certificate', server: tls(certificates.expired), url: https, fault: 'CERT_HAS_EXPIRED'},
  {
    api: 'has a certificate of another host',
    server: tls(certificates.otherHost),
    url: https,
    fault: 'ERR_TLS_CERT_ALTNAME_INVALID',
  },
  {api: 'does not respond', server: tcp(() => {}), fault: 'timeout', verdict: 'unknown'},
]
const sends: [string, (url: string) => {send: Send; close(): Promise<void>}][] = [
  ['the pool', url => openConnections({url, timeoutMs: deadline, maxAttempts: 64})],
  ['fetch', () => ({send: sendByFetch(globalThis.fetch), close: async () => {}})],
]
for (const [transport, open] of sends)
  for (const {api, server, url = (port: number) => `http://127.0.0.1:${port}`, fault, verdict = 'not_sent'} of rows)
    test(`names the fault ${fault} if the API ${api}, by ${transport}`, async () => {
      const port = server ? await listen(server) : await unusedPort()
      const account = {url: url(port), accountId: 'a', secret: new Secret('s'), deadline}
      const {send, close} = open(account.url)
      assert.deepEqual(await createUpstream(account, send)({}), {verdict, fault})
      await close()
      server?.close()
    })

test('names the fault of a connection that breaks off after the request', async () => {
  const server = tcp(socket => socket.resetAndDestroy())
  const url = `http://127.0.0.1:${await listen(server)}`
  const {send, close} = openConnections({url, timeoutMs: deadline, maxAttempts: 64})
  const outcome = await createUpstream({url, accountId: 'a', secret: new Secret('s'), deadline}, send)({})
  assert.deepEqual(outcome, {verdict: 'unknown', fault: 'ECONNRESET'})
  await close()
  server.close()
})

async function unusedPort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await once(server.close(), 'close')
  return port
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}
