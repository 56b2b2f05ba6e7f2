import assert from 'node:assert/strict'
import {afterEach, test} from 'node:test'
import {inspect} from 'node:util'
import * as opentelemetry from '@opentelemetry/api'
import {NodeSDK} from '@opentelemetry/sdk-node'
import {FormSet} from '../../../src/proxy/forms/form-set.ts'
import type {LogEvent} from '../../../src/proxy/http/log-event.ts'
import type {ProxyOptions} from '../../../src/proxy/index.ts'
import {createFormNames} from '../../../src/proxy/outbox/form-names.ts'
import {respond, startContactApi} from '../../support/contact-api.ts'
import {freshPath, openFile, upTo} from '../../support/outbox.ts'
import {startCollector, toTree} from '../../support/otlp/collector.ts'
import {runWith} from '../../support/operator.ts'
import {person, post, proxyFor, verdict} from '../../support/proxy.ts'

/** What an SDK is given to process spans with. */
type Processor = NonNullable<NonNullable<ConstructorParameters<typeof NodeSDK>[0]>['spanProcessors']>[0]

let sdk: NodeSDK | undefined
const quiet = {instrumentations: [], metricReaders: [], logRecordProcessors: [], autoDetectResources: false}

const silent: Processor = {onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {}}

/** Starts the SDK in this process. */
function startSdk(spanProcessors?: Processor[]): void {
  sdk = new NodeSDK({...quiet, serviceName: 'test', spanProcessors})
  sdk.start()
}

afterEach(async () => {
  await sdk?.shutdown()
  opentelemetry.trace.disable()
  opentelemetry.context.disable()
})

test('`createProxy` traces with the API that it is given, also without an outbox', async () => {
  await using api = await startContactApi()
  await using collector = await startCollector()
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url
  startSdk()
  const proxy = proxyFor(api, {opentelemetry})
  assert.equal((await proxy(post())).status, 201)
  await sdk!.shutdown()
  assert.deepEqual(toTree(collector.spans), ['POST /api/signup created', '  validate', '  limits', '  deliver'])
  assert.equal(proxy.events.at(-1)!.trace_id, collector.spans[0]!.traceId)
})

test('a request to a path that no form has is traced, without that path', async () => {
  await using collector = await startCollector()
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url
  startSdk()
  const events: LogEvent[] = []
  const log = (event: LogEvent) => events.push(event)
  const forms = new FormSet({names: createFormNames('/'), server: {}, log, observeApi: () => {}, opentelemetry})
  const readBody = async () => new Uint8Array()
  const request = {target: '/ada@example.com', method: 'POST', ownOrigin: 'https://a.example', header: () => undefined}
  assert.equal((await forms.handleRequest({...request, readBody})).status, 404)
  await sdk!.shutdown()
  assert.deepEqual(toTree(collector.spans), ['POST not_found'])
  assert.doesNotMatch(inspect(collector.spans, {depth: 9}), /ada@/)
  assert.equal(events.at(-1)!.trace_id, collector.spans[0]!.traceId)
})

test('spans belong together where no context manager runs', async () => {
  await using api = await startContactApi()
  await using collector = await startCollector()
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url
  startSdk()
  opentelemetry.context.disable()
  const store = await openFile()
  const proxy = proxyFor(api, {opentelemetry, outbox: store})
  assert.equal((await proxy(post())).status, 201)
  await proxy.close()
  await store.close()
  await sdk!.shutdown()
  assert.deepEqual(toTree(collector.spans).slice(-2), ['  deliver delivered', '    settle'])
})

test('a request starts a trace of its own where a span is active, and links to that', async () => {
  await using api = await startContactApi()
  await using collector = await startCollector()
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url
  startSdk()
  const proxy = proxyFor(api, {opentelemetry})
  const tracer = opentelemetry.trace.getTracer('server')
  await tracer.startActiveSpan('outer', async span => {
    assert.equal((await proxy(post())).status, 201)
    span.end()
  })
  await sdk!.shutdown()
  const outer = collector.spans.find(({name}) => name === 'outer')!
  const request = collector.spans.find(({kind}) => kind === 'server')!
  assert.notEqual(request.traceId, outer.traceId)
  assert.deepEqual(
    request.links.map(({traceId, id}) => [traceId, id]),
    [[outer.traceId, outer.id]],
  )
})

test('a tracer that throws costs no lead', async () => {
  await using api = await startContactApi()
  let calls = 0
  const fail = () => {
    calls += 1
    throw new Error('broken')
  }
  startSdk([{...silent, onEnd: fail}])
  assert.equal((await proxyFor(api, {opentelemetry})(post())).status, 201)
  startSdk()
  const brokenTracer = {getTracer: () => ({startSpan: fail})} as unknown as ProxyOptions['opentelemetry']
  const broken = {...opentelemetry, trace: {...opentelemetry.trace, ...brokenTracer}} as typeof opentelemetry
  assert.equal((await proxyFor(api, {opentelemetry: broken})(post())).status, 201)
  assert.ok(calls > 4)
})

const {context} = opentelemetry
const brokenContexts: [what: string, broken: {with(context: unknown, run: () => unknown): unknown}][] = [
  ['throws before the work', {with: () => assert.fail('broken')}],
  ['throws after the work has begun', {with: (_context, run) => assert.fail(String(run()))}],
  ['never begins the work', {with: () => undefined}],
]
for (const [what, broken] of brokenContexts)
  test(`a context manager that ${what} costs no lead, and sends none twice`, async () => {
    await using api = await startContactApi()
    startSdk([silent])
    const withBroken = {...opentelemetry, context: {active: () => context.active(), ...broken}} as never
    assert.equal((await proxyFor(api, {opentelemetry: withBroken})(post())).status, 201)
    assert.equal(api.requests.length, 1)
  })

test('a span that throws costs no lead', async () => {
  await using api = await startContactApi()
  const span = {spanContext: () => assert.fail('broken'), end: () => assert.fail('broken')}
  const trace = {...opentelemetry.trace, getTracer: () => ({startSpan: () => span}), setSpan: () => context.active()}
  const broken = {...opentelemetry, trace} as never
  assert.equal((await proxyFor(api, {opentelemetry: broken})(post())).status, 201)
})

test('with the API alone, without an SDK, nothing is traced and the lead is delivered', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {opentelemetry})
  assert.equal((await proxy(post())).status, 201)
  assert.equal(proxy.events.at(-1)!.trace_id, undefined)
})

test('an option that is no API is refused', () =>
  assert.throws(() => proxyFor({url: 'http://127.0.0.1:1'}, {opentelemetry: opentelemetry.trace as never}), {
    message: 'opentelemetry: expected the module @opentelemetry/api, with trace and context',
  }))

for (const key of [undefined, Buffer.alloc(32, 1)])
  test(`the trace is stored with the lead${key ? ', encrypted,' : ''} and is no part of its content`, async () => {
    await using api = await startContactApi((_request, response) => respond(response, 503))
    startSdk([silent])
    const path = freshPath()
    const store = await openFile(path, {key})
    const proxy = proxyFor(api, {opentelemetry, outbox: store})
    assert.deepEqual(await verdict(await proxy(post())), [202, undefined])
    await proxy.close()
    assert.deepEqual(Object.keys(api.requests[0]!.body).sort(), Object.keys(person).sort())
    const exported = await runWith(
      {OUTBOX: `file:${path}`, ...(key && {OUTBOX_KEY: key.toString('base64')})},
      'export',
      '--state',
      'pending',
    )
    const [line] = exported.printed
    assert.ok(line?.includes(person.email) && !line.includes('trace'), line)
    await store.resume()
    const now = Date.now() + 60_000
    const [lead] = await store.claim({owner: 'next', now, until: now + 1000}, upTo(1))
    assert.deepEqual(lead?.body, person)
    assert.match(String(lead.traceparent), new RegExp(`^00-${proxy.events.at(-1)!.trace_id}-[0-9a-f]{16}-01$`))
    await store.close()
  })
