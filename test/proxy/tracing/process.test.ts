import assert from 'node:assert/strict'
import {randomBytes, randomUUID} from 'node:crypto'
import {spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {createServer, type AddressInfo} from 'node:net'
import {after, test} from 'node:test'
import {killAll} from '../../chaos/proxy-process.ts'
import {created, respond, startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {createFormsFolder, startForms} from '../../support/forms.ts'
import {freshPath, until} from '../../support/outbox.ts'
import {startCollector, toTree} from '../../support/otlp/collector.ts'
import {startTracedProxy, tracedEnvironment, writeInstrumentation} from '../../support/otlp/traced-proxy.ts'
import {startPostgres} from '../../support/postgres.ts'
import {person} from '../../support/proxy.ts'

const postgres = await startPostgres()
after(async () => {
  killAll()
  await postgres.stop()
})

/** Submits a lead, and returns the status. */
async function submit(endpoint: string, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': randomUUID(), connection: 'close', ...headers},
    body: JSON.stringify(person),
  })
  return response.status
}

const outboxes = {
  SQLite: async () => ({OUTBOX: `file:${freshPath()}`, OUTBOX_KEY: randomBytes(32).toString('base64')}),
  PostgreSQL: async () => ({OUTBOX: await postgres.createDatabase('traces')}),
}

for (const [name, open] of Object.entries(outboxes))
  test(`a lead in ${name} is one trace, from its request to its delivery by another process`, async () => {
    await using api = await startContactApi((_request, response) => respond(response, 500))
    await using collector = await startCollector()
    const env = {...(await open()), CONTACT_API_URL: api.url}
    const lines: string[] = []
    const first = await startTracedProxy(collector, env, undefined, line => lines.push(line))
    assert.equal(await submit(first.endpoint), 202)
    await first.kill('SIGTERM')
    const attempts = api.requests.length // there may have been a retry before the signal
    api.answer = created
    const second = await startTracedProxy(collector, env)
    await until('delivery', () => api.requests.length > attempts)
    await second.kill('SIGTERM')

    const postponed = Array.from({length: attempts}, () => ['  deliver postponed', '    settle']).flat()
    assert.deepEqual(toTree(collector.spans), [
      'POST /api/signup accepted',
      '  validate',
      '  limits',
      '  store',
      ...postponed,
      '  deliver delivered',
      '    settle',
    ])
    assert.equal(new Set(collector.spans.map(({traceId}) => traceId)).size, 1)
    checkAttributes(api, collector.spans)
    const traced = lines.map(line => JSON.parse(line) as Record<string, unknown>).filter(line => 'trace_id' in line)
    assert.deepEqual(
      [...new Set(traced.map(({event, trace_id}) => `${event} ${trace_id}`))].sort(),
      ['accepted', 'postponed'].map(event => `${event} ${collector.spans[0]!.traceId}`),
    )
  })

function checkAttributes({url}: ContactApi, spans: Awaited<ReturnType<typeof startCollector>>['spans']): void {
  const lead = spans.find(({kind}) => kind === 'server')!.attributes['contact_signup.lead']
  assert.match(String(lead), /^[0-9a-f-]{36}$/)
  const request = spans.find(({kind}) => kind === 'server')!
  assert.deepEqual(
    [request.isError, request.attributes],
    [
      false,
      {
        'http.request.method': 'POST',
        'http.route': '/api/signup',
        'url.path': '/api/signup',
        'url.scheme': 'http',
        'http.response.status_code': 202,
        'contact_signup.outcome': 'accepted',
        'contact_signup.lead': lead,
      },
    ],
  )
  const attempts = spans.filter(({kind}) => kind === 'client').toSorted((a, b) => (a.start < b.start ? -1 : 1))
  const common = {
    'http.request.method': 'POST',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(url).port),
  }
  const [first, last] = [attempts[0]!, attempts.at(-1)!]
  assert.deepEqual(
    [first.isError, first.isParentRemote, first.attributes],
    [
      true,
      false,
      {
        ...common,
        'contact_signup.lead': lead,
        'contact_signup.attempt': 1,
        'http.response.status_code': 500,
        'contact_signup.verdict': 'unknown',
        'error.type': '500',
      },
    ],
  )
  const {'contact_signup.retry_at': retryAt, ...rest} = first.events[0]!.attributes
  assert.deepEqual(rest, {'contact_signup.reason': 'unknown'})
  assert.match(String(retryAt), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  assert.deepEqual(
    [last.isError, last.isParentRemote, last.attributes],
    [
      false,
      true,
      {
        ...common,
        'contact_signup.lead': lead,
        'contact_signup.attempt': attempts.length,
        'http.response.status_code': 201,
        'contact_signup.verdict': 'created',
      },
    ],
  )
}

test('traces the leads of each form of a file', async () => {
  await using api = await startContactApi()
  await using collector = await startCollector()
  const forms = {'/api/shop': {url: api.url, accountId: 'shop', accountSecretFile: 'shop'}}
  const env = {...tracedEnvironment(collector), OUTBOX: `file:${freshPath()}`}
  const proxy = await startForms(forms, env, createFormsFolder(['shop']))
  assert.equal((await proxy.post('/api/shop', person)).status, 201)
  await proxy.stop()
  const steps = ['  validate', '  limits', '  store', '  deliver delivered', '    settle']
  assert.deepEqual(toTree(collector.spans), ['POST /api/shop created', ...steps])
})

test('a visitor chooses neither the trace nor whether it is recorded', async () => {
  await using api = await startContactApi()
  await using collector = await startCollector()
  const env = {OUTBOX: `file:${freshPath()}`, CONTACT_API_URL: api.url}
  const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']
  const traced = await startTracedProxy(collector, env)
  assert.equal(await submit(traced.endpoint, {traceparent: `00-${traceId}-${spanId}-00`, tracestate: 'a=CANARY'}), 201)
  await traced.kill('SIGTERM')
  const request = collector.spans.find(({kind}) => kind === 'server')!
  assert.notEqual(request.traceId, traceId)
  assert.equal(request.parent, undefined)
  assert.deepEqual(
    request.links.map(link => [link.traceId, link.id, link.flags & 0xff]),
    [[traceId, spanId, 0]],
  )
  assert.ok(!collector.bodies.some(body => body.includes('CANARY')))

  const sampler = {OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0'}
  const unsampled = await startTracedProxy(collector, {...env, OUTBOX: `file:${freshPath()}`, ...sampler})
  const before = collector.spans.length
  assert.equal(await submit(unsampled.endpoint, {traceparent: `00-${traceId}-${spanId}-01`}), 201)
  await unsampled.kill('SIGTERM')
  assert.equal(collector.spans.length, before)
})

test('spans of an instrumented undici are below the attempt', async () => {
  await using api = await startContactApi()
  await using collector = await startCollector()
  const instrumented = writeInstrumentation(`
    import {NodeSDK} from '@opentelemetry/sdk-node'
    import {UndiciInstrumentation} from '@opentelemetry/instrumentation-undici'
    new NodeSDK({serviceName: 'contact-signup', instrumentations: [new UndiciInstrumentation()]}).start()`)
  const env = {OUTBOX: `file:${freshPath()}`, CONTACT_API_URL: api.url}
  const proxy = await startTracedProxy(collector, env, instrumented)
  assert.equal(await submit(proxy.endpoint), 201)
  await proxy.kill('SIGTERM')
  assert.deepEqual(toTree(collector.spans), [
    'POST /api/signup created',
    '  validate',
    '  limits',
    '  store',
    '  deliver delivered',
    '    POST',
    '    settle',
  ])
  const deliver = collector.spans.find(({name}) => name === 'deliver')!
  assert.ok(String(api.requests[0]!.headers.traceparent).includes(deliver.traceId))
})

test('the proxy itself sends the contact API no trace', async () => {
  await using api = await startContactApi()
  await using collector = await startCollector()
  const proxy = await startTracedProxy(collector, {OUTBOX: `file:${freshPath()}`, CONTACT_API_URL: api.url})
  assert.equal(await submit(proxy.endpoint), 201)
  await proxy.kill('SIGTERM')
  const [{headers, body}] = api.requests as [ContactApi['requests'][0]]
  assert.deepEqual(
    Object.keys(headers).filter(header => /trace|baggage/.test(header)),
    [],
  )
  assert.ok(!JSON.stringify(body).includes('trace'))
})

test('does not start with traces but without an SDK, unless that is turned off', async () => {
  const env = {
    PATH: process.env.PATH,
    CONTACT_API_URL: 'https://a.example',
    CONTACT_ACCOUNT_ID: 'a',
    CONTACT_ACCOUNT_SECRET: 's',
    OUTBOX: 'none',
    TRACES: 'on',
  }
  const {status, stderr} = spawnSync(process.execPath, ['src/proxy/cli.ts'], {env, encoding: 'utf8', timeout: 20_000})
  const expected = 'an OpenTelemetry SDK that has started, such as that of NODE_OPTIONS=--import=./traces.mjs'
  assert.deepEqual([status, stderr], [1, `contact-signup-proxy: TRACES: on needs ${expected}\n`])
  const disabled = {OTEL_SDK_DISABLED: 'true', CONTACT_API_URL: 'https://a.example', OUTBOX: 'none'}
  const proxy = await startTracedProxy({url: 'http://127.0.0.1:9'}, disabled)
  await proxy.kill('SIGTERM')
})

test('stops within ten seconds if the collector does not respond', async t => {
  await using api = await startContactApi()
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  t.after(() => silent.close())
  await once(silent, 'listening')
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  const proxy = await startTracedProxy({url}, {OUTBOX: `file:${freshPath()}`, CONTACT_API_URL: api.url})
  assert.equal(await submit(proxy.endpoint), 201)
  const startedAt = performance.now()
  await proxy.kill('SIGTERM')
  assert.ok(performance.now() - startedAt < 10_000)
})

test('loads nothing of OpenTelemetry while traces are off', async () => {
  // prom-client, of which the package contains a copy, has the API of its own.
  const hook = writeInstrumentation(`
    import {registerHooks} from 'node:module'
    const isOurs = (name, parent) => name.startsWith('@opentelemetry/') && !parent.includes('/prom-client/')
    registerHooks({
      resolve: (name, context, next) => (isOurs(name, context.parentURL ?? '') ? process.exit(7) : next(name, context)),
    })`)
  await using api = await startContactApi()
  const env = {OUTBOX: `file:${freshPath()}`, CONTACT_API_URL: api.url, TRACES: 'off'}
  const proxy = await startTracedProxy({url: ''}, env, hook)
  assert.equal(await submit(proxy.endpoint), 201)
  await proxy.kill('SIGTERM')
  await assert.rejects(startTracedProxy({url: ''}, {...env, TRACES: 'on'}, hook), {message: 'the proxy did not start'})
})
