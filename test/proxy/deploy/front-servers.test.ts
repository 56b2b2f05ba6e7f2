import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {after, before, suite, test} from 'node:test'
import {killAll, startProxyProcess, type ProxyProcess} from '../../chaos/proxy-process.ts'
import {startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {runWith} from '../../support/operator.ts'
import {freshPath, until} from '../../support/outbox.ts'
import {site} from '../../support/proxy.ts'
import {caddy, nginx, type FrontServer, type FrontServerKind} from './front-server.ts'
import {startRelay} from './relay.ts'
import {leadOf, someAddress, someLead, visit, type Visit} from './visitor.ts'

after(killAll)

const limit = 3
const portOf = (proxy: ProxyProcess) => Number(new URL(proxy.endpoint).port)
/** What a visitor sends to pass for another one. */
const forged = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip', 'true-client-ip']
const forgedHeaders = () => Object.fromEntries(forged.map(name => [name, someAddress()]))

for (const kind of [nginx, caddy]) {
  const title = `the proxy behind ${kind.name}`
  if (kind.isInstalled) suite(title, () => testFrontServer(kind))
  else test(title, {skip: `${kind.name} is not on this machine`}) // a skipped suite would not be counted
}

function testFrontServer(kind: FrontServerKind) {
  let api: ContactApi
  let env: Record<string, string>
  let proxies: ProxyProcess[]
  let front: FrontServer
  const send = (options?: Visit) => visit(front.port, options)
  const arrived = (body: string) => api.requests.filter(request => request.body.email === leadOf(body).email)

  before(async () => {
    api = await startContactApi()
    env = {
      CONTACT_API_URL: api.url,
      CONTACT_ACCOUNT_ID: 'acc-1', // limits are shared by the proxies of one account
      ALLOWED_ORIGINS: site,
      CLIENT_IP: 'x-forwarded-for',
      TRUSTED_PROXIES: '127.0.0.1/32',
      RATE_LIMIT_ADDRESS: `${limit}/60`,
      RATE_LIMIT_STORE: 'outbox',
      DRAIN_TIME: String(kind.drainTime),
      OUTBOX: `file:${freshPath()}`,
    }
    proxies = await Promise.all([1, 2, 3].map(() => startProxyProcess(env)))
    front = await kind.start(proxies.map(portOf))
  })
  after(async () => {
    await front?.stop()
    await Promise.all(proxies.map(proxy => proxy.kill()))
    await api.close()
  })

  for (const [version, from] of [
    ['IPv4', someAddress()],
    ['IPv6', '::1'],
  ] as const)
    test(`sees the visitor's own ${version} address, whatever the visitor claims`, async () => {
      const bodies = Array.from({length: limit}, someLead)
      for (const body of bodies) assert.equal((await send({from, body, headers: forgedHeaders()})).status, 201)
      assert.equal((await send({from, headers: forgedHeaders()})).status, 429)
      assert.equal((await send()).status, 201, 'another visitor has a limit of its own')

      for (const body of bodies) {
        assert.equal(arrived(body)[0]?.body.gdpr_remote_ip, from)
        const {printed} = await runWith(env, 'evidence', '--email', leadOf(body).email)
        assert.match(printed.join(), new RegExp(`"${from}"`))
      }
    })

  test('passes the idempotency key on, so that a lead that is sent again is one', async () => {
    const again = {body: someLead(), headers: {'idempotency-key': randomUUID()}}
    assert.deepEqual([(await send(again)).status, (await send(again)).status], [201, 201])
    assert.equal(arrived(again.body).length, 1)
  })

  test('passes preflights on, and what pages of allowed origins may read', async () => {
    const headers = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,idempotency-key',
    }
    const {status, headers: allowed} = await send({method: 'OPTIONS', headers})
    assert.deepEqual([status, allowed['access-control-allow-origin']], [204, site])
    assert.match(String(allowed['access-control-allow-headers']), /idempotency-key/i)
    assert.equal((await send()).headers['access-control-allow-origin'], site)
    assert.equal((await send({headers: {origin: 'https://evil.example'}})).status, 403)
  })

  test('leaves it to the proxy to refuse a body that is too large, and refuses a huge one itself', async () => {
    const large = await send({body: JSON.stringify({...leadOf(someLead()), name_first: 'x'.repeat(20_000)})})
    assert.deepEqual([large.status, large.headers['access-control-allow-origin']], [413, site])
    assert.match(large.body, /"code":"body_too_large"/)
    for (const _proxy of proxies) {
      const huge = await send({body: 'x'.repeat(200_000)})
      assert.ok(kind.hugeBodyStatuses.includes(huge.status), String(huge.status))
    }
    assert.equal((await send()).status, 201, 'no huge body counts as a failure of a proxy')
  })

  test('serves forms and challenges only, for its own host name only', async () => {
    for (const path of ['/', '/healthz', '/readyz', '/metrics', '/api/signup/', '/api/signup/x', '/api/signupx'])
      assert.equal((await send({path, method: 'GET'})).status, 404, path)
    const challenge = await send({path: '/api/signup/challenge'})
    assert.match(challenge.body, /"code"/, 'the proxy responds')
    await assert.rejects(send({servername: 'other.test'}), /alert/)
  })

  test('keeps its connections to the proxies open', async t => {
    const relays = await Promise.all(proxies.map(proxy => startRelay(portOf(proxy))))
    const front = await kind.start(relays.map(({port}) => port))
    t.after(() => front.stop().then(() => relays.forEach(relay => relay.close())))
    for (let sent = 0; sent < 30; sent += 1) assert.equal((await visit(front.port)).status, 201)
    const opened = relays.reduce((sum, {connections}) => sum + connections, 0)
    assert.ok(opened <= 9, `${opened} connections for 30 leads and the probes`)
  })

  test('loses no lead when a connection breaks after the proxy has stored it', async t => {
    const relays = await Promise.all(proxies.map(proxy => startRelay(portOf(proxy))))
    const front = await kind.start(relays.map(({port}) => port))
    t.after(() => front.stop().then(() => relays.forEach(relay => relay.close())))
    const cut = new AbortController()
    relays.forEach(relay => relay.cutNextResponse(cut))
    const lead = {body: someLead(), headers: {'idempotency-key': randomUUID()}}
    const statuses: number[] = []
    do statuses.push((await visit(front.port, lead)).status)
    while (statuses.at(-1) === 502) // as the form does
    // Caddy sends a lead again only if Go takes the connection for one that was idle.
    assert.ok(statuses.length <= (kind.sendsAgain ? 1 : 2), statuses.join())
    assert.equal(statuses.at(-1), 201)
    assert.equal(arrived(lead.body).length, 1)
  })

  test('loses no request while a proxy stops', async () => {
    let isDone = false
    const statuses: number[] = []
    const visitors = Array.from({length: 4}, async () => {
      while (!isDone) statuses.push((await send()).status)
    })
    await proxies[0]!.kill('SIGTERM')
    const sentMeanwhile = statuses.length
    await until('leads after the stop', () => statuses.length > sentMeanwhile + 20)
    isDone = true
    await Promise.all(visitors)
    assert.deepEqual(
      statuses.filter(status => status !== 201 && status !== 202), // 202 on a busy machine
      [],
    )
  })
}
