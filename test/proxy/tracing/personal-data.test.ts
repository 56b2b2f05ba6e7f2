import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {after, test} from 'node:test'
import {killAll} from '../../chaos/proxy-process.ts'
import {created, respond, startContactApi, type Answer} from '../../support/contact-api.ts'
import {freshPath, until} from '../../support/outbox.ts'
import {startCollector, type CollectedSpan} from '../../support/otlp/collector.ts'
import {startTracedProxy} from '../../support/otlp/traced-proxy.ts'

after(killAll)

/** All that must not be in a trace has this in it, in any case, or is in `addresses`. */
const marker = 'markz7q'
const addresses = ['127.0.0.1', '::1', '203.0.113.77', '2001:db8:77']
const secret = `secret-${marker}`

const contact = () => ({
  name_first: `First${marker}`,
  name_last: `Last${marker}`,
  email: `${marker}-${randomUUID()}@${marker}.example.com`,
  phone: '+44 7712 345678',
  city: `City${marker}`,
  full_address: `1 ${marker} Street`,
  gdpr_accept_terms: true,
  source: `custom-${marker}`,
  consent: {terms: `I agree, ${marker}`, page: `https://www.example.com/${marker}?q=${marker}`, lang: 'en'},
})
const echo = JSON.stringify({error: `${marker} is not valid`, contact: contact()})
const answers =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    respond(response, status, echo, {'content-type': 'application/json', 'x-echo': marker, ...headers})

const headers = {
  'content-type': 'application/json',
  'user-agent': `Agent/${marker}`,
  'x-forwarded-for': '203.0.113.77',
  referer: `https://www.example.com/${marker}`,
  cookie: `session=${marker}`,
  baggage: `user=${marker}`,
  tracestate: `vendor=${marker}`,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  connection: 'close',
}

/** Every way for a request and an attempt to end that the test causes. */
const tracedEvents = [
  'created',
  'accepted',
  'quarantined',
  'refused',
  'contact_invalid',
  'not_allowed',
  'body_invalid',
  'not_found',
  'origin_forbidden',
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'media_type_unsupported',
  'delivered',
  'postponed',
  'queue_paused',
]

test('no trace has anything of a visitor, of a response of the contact API, or of the account', async () => {
  await using api = await startContactApi()
  await using collector = await startCollector()
  const events: string[] = []
  const proxy = await startTracedProxy(
    collector,
    {
      OUTBOX: `file:${freshPath()}`,
      CONTACT_API_URL: api.url.replace('127.0.0.1', 'localhost'),
      CONTACT_ACCOUNT_SECRET: secret,
      ALLOWED_FIELDS: 'source',
      CLIENT_IP: 'x-forwarded-for',
      TRUSTED_PROXIES: '127.0.0.0/8 ::1/128',
      ANSWER_WITHIN: '0.5',
    },
    undefined,
    line => events.push((JSON.parse(line) as {event: string}).event),
  )
  const send = async (body: unknown, path = '', extra: Record<string, string> = {}) => {
    const init = {method: 'POST', headers: {...headers, 'idempotency-key': randomUUID(), ...extra}}
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return (await fetch(proxy.endpoint + path, {...init, body: text})).status
  }
  const key = {'idempotency-key': randomUUID()}

  const statuses: Record<string, number> = {
    created: await send(contact(), '', {...key, 'x-forwarded-for': '2001:db8:77::1'}),
    'key with another contact': await send(contact(), '', key),
    invalid: await send({...contact(), email: `${marker}@`}),
    'not allowed': await send({...contact(), [`field_${marker}`]: marker}),
    'not JSON': await send(`{"${marker}":`),
    'foreign path': await send(contact(), `/${marker}@example.com`),
    query: await send(contact(), `?email=${marker}`),
    'foreign origin': await send(contact(), '', {origin: `https://${marker}.example`}),
    'bad key': await send(contact(), '', {'idempotency-key': marker}),
    'bad media type': await send(contact(), '', {'content-type': `text/${marker}`}),
    quarantined: await send({...contact(), more_comments: marker}),
    'form without JavaScript': await send(`email=${marker}@example.org&name_first=${marker}`, '', {
      'content-type': 'application/x-www-form-urlencoded',
    }),
  }
  const outcomes: [string, Answer][] = [
    ['refused', answers(422)],
    ['server error', answers(500)],
    ['web page', (_request, response) => respond(response, 200, `<p>${marker}`, {'content-type': 'text/html'})],
    ['connection lost', (request, response) => void (response.write(marker), request.socket.destroy())],
    ['silence', () => {}],
    ['no HTTP', request => void request.socket.end(`${marker}\r\n\r\n`)],
    ['redirect', answers(302, {location: `https://${marker}.example/`})],
  ]
  for (const [name, answer] of outcomes) {
    api.answer = answer
    statuses[name] = await send(contact())
  }
  assert.deepEqual(statuses, {
    created: 201,
    'key with another contact': 422,
    invalid: 422,
    'not allowed': 422,
    'not JSON': 400,
    'foreign path': 404,
    query: 404,
    'foreign origin': 403,
    'bad key': 400,
    'bad media type': 415,
    quarantined: 201, // as for the leads before it
    'form without JavaScript': 201,
    refused: 422,
    'server error': 202,
    'web page': 202,
    'connection lost': 202,
    silence: 202,
    'no HTTP': 202,
    redirect: 202,
  })
  await until('the pause', () => events.includes('queue_paused'))
  api.answer = created
  await proxy.kill('SIGTERM')

  const traced = new Set(collector.spans.flatMap(span => span.events.map(({name}) => name)))
  assert.deepEqual(
    tracedEvents.filter(event => !traced.has(event)),
    [],
  )
  assert.ok(collector.spans.some(({attributes}) => attributes['server.address'] === 'localhost'))
  assert.deepEqual(leaks(collector.bodies), [])
  assert.deepEqual(unknownAttributes(collector.spans), [])
})

/** What of the forbidden is in the bodies. Protobuf has texts as they are, so what it encodes needs no decoding. */
function leaks(bodies: readonly Buffer[]): string[] {
  const all = Buffer.concat(bodies).toString('latin1').toLowerCase()
  assert.ok(all.includes('post /api/signup'))
  return [marker, secret, '7712345678', '7712 345678', ...addresses].filter(forbidden => all.includes(forbidden))
}

const known =
  /^(?:http\.(?:request\.method|response\.status_code|route)|url\.(?:path|scheme)|server\.(?:address|port)|error\.type|contact_signup\.(?:lead|attempt|verdict|fault|outcome|problem|reason|retry_at))$/

/** Attributes that the documentation does not name. */
function unknownAttributes(spans: readonly CollectedSpan[]): string[] {
  return spans.flatMap(({attributes, events}) =>
    [attributes, ...events.map(event => event.attributes)].flatMap(Object.keys).filter(name => !known.test(name)),
  )
}
