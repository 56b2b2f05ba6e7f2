import assert from 'node:assert/strict'
import {test} from 'node:test'
import {Miniflare} from 'miniflare'
import {startContactApi} from '../../support/contact-api.ts'
import {bundleWorker} from '../../support/workerd/bundle.ts'
import {compatibility} from '../../support/workerd/sample.ts'

/** A Worker of a user's own. No context manager is registered: workerd has none by itself. */
const code = `
  import * as opentelemetry from '@opentelemetry/api'
  import {InMemorySpanExporter, SimpleSpanProcessor, TracerProvider} from '@opentelemetry/sdk-trace'
  import {createProxy} from 'contact-signup/proxy'

  const exporter = new InMemorySpanExporter()
  let proxy
  export default {
    async fetch(request, env) {
      if (!proxy) {
        const provider = new TracerProvider({spanProcessors: [new SimpleSpanProcessor({exporter})]})
        opentelemetry.trace.setGlobalTracerProvider(provider)
        proxy = createProxy({url: env.API, accountId: 'a', accountSecret: 's', log() {}, opentelemetry})
      }
      if (request.method === 'POST') return proxy(request, {remoteAddress: '203.0.113.1'})
      const toSpan = span => [span.name, span.spanContext().spanId, span.parentSpanContext?.spanId ?? null]
      return Response.json(exporter.getFinishedSpans().map(toSpan))
    },
  }`

test('`createProxy` traces in a Worker', async t => {
  await using api = await startContactApi()
  const script = await bundleWorker({code, folder: process.cwd()})
  const miniflare = new Miniflare({modules: true, script, ...compatibility, bindings: {API: api.url}})
  t.after(() => miniflare.dispose())
  const {status} = await miniflare.dispatchFetch('https://forms.example.com/api/signup', {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
    body: JSON.stringify({email: 'ada@example.com'}),
  })
  assert.equal(status, 201)
  const response = await miniflare.dispatchFetch('https://forms.example.com/')
  const spans = (await response.json()) as [name: string, id: string, parent: string | null][]
  const request = spans.find(([, , parent]) => parent === null)!
  assert.equal(request[0], 'POST /api/signup')
  assert.deepEqual(
    spans.filter(([, , parent]) => parent === request[1]).map(([name]) => name),
    ['validate', 'limits', 'deliver'],
  )
})
