import {gzipSync} from 'node:zlib'
import {path, person, site, type Testbed} from './testbed.ts'
import {toText, type WireResponse} from './wire.ts'

/** An attack of one request with its expected response. None may cause a call to the contact API. */
export interface AttackRequest {
  attack: string
  probe: string
  expected: string
  send(testbed: Testbed): Promise<WireResponse>
}

export const requests: AttackRequest[] = []
function add(attack: string, probe: string, expected: string, send: AttackRequest['send']): void {
  requests.push({attack, probe, expected, send})
}

for (const origin of [
  'https://evil.example',
  'null',
  'https://ok.example.evil',
  'http://ok.example',
  'https://ok.example:444',
  'https://OK.example',
  `${site}/`,
  `${site}, ${site}`,
  'https://xn--ok.example',
  ' ',
])
  add('forged from another site', `Origin: ${origin}`, '403 origin_forbidden', testbed =>
    testbed.post(person, {origin}),
  )
add('forged from another site', 'Origin twice', '403 origin_forbidden', testbed =>
  testbed.raw(
    ...toText(
      'POST',
      path,
      {origin: `${site}\r\norigin: https://evil.example`, 'content-type': 'application/json'},
      '{}',
    ),
  ),
)
add('forged from another site', 'no Origin, Sec-Fetch-Site: cross-site', '403 origin_forbidden', testbed =>
  testbed.post(person, {origin: undefined, 'sec-fetch-site': 'cross-site'}),
)
add('forged from another site', 'a form of another site', '403 origin_forbidden', testbed =>
  testbed.post('email=a%40b.co', {origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded'}),
)
for (const [probe, headers] of [
  ['of another site under the requested host', {origin: 'http://localhost', 'sec-fetch-site': 'cross-site'}],
  ['of another host of the site', {origin: 'https://evil.localhost', 'sec-fetch-site': 'same-site'}],
  ['with Sec-Fetch-Site twice', {origin: 'https://evil.example', 'sec-fetch-site': 'cross-site, same-origin'}],
  ['of another port', {origin: 'http://localhost:81'}],
] as const)
  add('forged from another site', `a form ${probe}`, '403 origin_forbidden', testbed =>
    testbed.post('email=a%40b.co', {
      'content-type': 'application/x-www-form-urlencoded',
      host: 'localhost',
      ...headers,
    }),
  )
add('forged from another site', 'JSON of the proxy’s own origin', '403 origin_forbidden', testbed =>
  testbed.post(person, {host: 'localhost', origin: 'http://localhost', 'sec-fetch-site': 'same-origin'}),
)
add('forged from another site', 'preflight of another site', '403 origin_forbidden', testbed =>
  testbed.post('', {origin: 'https://evil.example', 'access-control-request-method': 'POST'}, path, 'OPTIONS'),
)
add('forged from another site', 'preflight for a forbidden method and header', '204 +cors', testbed =>
  testbed.post(
    '',
    {'access-control-request-method': 'DELETE', 'access-control-request-headers': 'authorization'},
    path,
    'OPTIONS',
  ),
)

for (const type of [
  'text/plain',
  'application/json; charset=utf-16',
  'application/jsonp',
  'text/json',
  'multipart/form-data; boundary=x',
  'application/json, text/plain',
  undefined,
])
  add('“simple” request', `Content-Type: ${type}`, '415 media_type_unsupported +cors', testbed =>
    testbed.post(person, {'content-type': type}),
  )

for (const method of ['PUT', 'GET', 'DELETE', 'PATCH', 'HEAD', 'TRACE', 'PROPFIND'])
  add('open relay', method, `405${method === 'HEAD' ? '' : ' method_not_allowed'} +cors`, testbed =>
    testbed.post('', {}, path, method),
  )
for (const target of [
  `${path}?account_id=x`,
  `${path}/../x`,
  `${path}/`,
  `${path}/challenge`,
  `/${path}`,
  '/api/%73ignup',
  `http://evil.example${path}`,
  `${path}#x`,
  '*',
  '/v2/account/acc-1/contact/',
  '/..%2f',
])
  add('open relay', `POST ${target}`, '404 not_found +cors', testbed => testbed.post(person, {}, target))
add('open relay', 'POST \\api\\signup', '400 body_invalid', testbed => testbed.post(person, {}, '\\api\\signup'))
add('open relay', 'CONNECT', 'closed', testbed =>
  testbed.raw('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n'),
)

const extraFields: [string, unknown][] = [
  ['user_id', {user_id: '1'}],
  ['gdpr_date', {gdpr_date: '2020-01-01'}],
  ['gdpr_remote_ip', {gdpr_remote_ip: '1.1.1.1'}],
  ['email_validation', {email_validation: {validate: true}}],
  ['email_validation[validate]', {'email_validation[validate]': true}],
  ['list_subscriptions', {list_subscriptions: [{list_id: 'a', subscribed: true}]}],
  ['an unlisted field', {vip: true}],
  ['an unlisted tag', {tags: ['vip']}],
  ['an unlisted list', {list_ids: ['vip'], gdpr_marketing_consent: true}],
  ['account_id', {account_id: 'x'}],
  ['id', {id: 'x'}],
]
for (const [probe, change] of extraFields)
  add('mass assignment', probe, '422 contact_invalid +cors', testbed =>
    testbed.post({...person, ...(change as object)}),
  )

const bodies: [string, string, string][] = [
  ['prototype pollution', '__proto__', '{"email":"a@b.co","__proto__":{"vip":1}}'],
  ['prototype pollution', 'constructor', '{"email":"a@b.co","constructor":{"prototype":{"vip":1}}}'],
  ['prototype pollution', 'consent.__proto__', '{"email":"a@b.co","consent":{"__proto__":{"vip":"1"}}}'],
  ['duplicates', 'e-mail as a list', '{"email":["a@b.co"]}'],
  ['duplicates', 'e-mail as an object', '{"email":{"$ne":""}}'],
  ['invalid text', 'a lone surrogate', '{"email":"a@b.co","name_first":"\\ud800"}'],
  ['invalid text', 'a bidirectional override', '{"email":"a@b.co","name_first":"Ada\\u202eadA"}'],
  ['invalid text', 'NUL', '{"email":"a@b.co","name_first":"A\\u0000"}'],
  ['header and log injection', 'CR LF in a name', '{"email":"a@b.co","name_first":"A\\r\\nSet-Cookie: x=1"}'],
  ['header and log injection', 'ESC in a name', '{"email":"a@b.co","name_first":"\\u001b[2J"}'],
  ['header and log injection', 'CR LF in an e-mail', '{"email":"a@b.co\\r\\nBcc: c@d.co"}'],
  ['several addresses', 'a comma', '{"email":"a@b.co,c@d.co"}'],
  ['numbers', 'a huge number', '{"email":"a@b.co","facebook_friends":1e999}'],
]
for (const [attack, probe, body] of bodies)
  add(attack, probe, '422 contact_invalid +cors', testbed => testbed.post(body))
/** A lead in chunks, with these headers in place of `Host`. */
const inChunks = (version: string, ...headers: string[]) => {
  const text = JSON.stringify(person)
  return [
    `POST ${path} HTTP/${version}`,
    ...headers,
    `Origin: ${site}`,
    'Content-Type: application/json',
    'Idempotency-Key: 7b0d1b0e-6a5f-4d2c-9e3f-000000000001',
    '',
    `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`,
  ].join('\r\n')
}
for (const [probe, expected, ...lines] of [
  ['two Host headers', '400 body_invalid', '1.1', 'Host: a.example', 'Host: b.example', 'Transfer-Encoding: chunked'],
  [
    'two equal Host headers',
    '400 body_invalid',
    '1.1',
    'Host: a.example',
    'Host: a.example',
    'Transfer-Encoding: chunked',
  ],
  ['Transfer-Encoding: gzip, chunked', '501 body_invalid', '1.1', 'Host: a', 'Transfer-Encoding: gzip, chunked'],
  [
    'Transfer-Encoding: identity, chunked',
    '501 body_invalid',
    '1.1',
    'Host: a',
    'Transfer-Encoding: identity, chunked',
  ],
  [
    'Transfer-Encoding twice',
    '501 body_invalid',
    '1.1',
    'Host: a',
    'Transfer-Encoding: gzip',
    'Transfer-Encoding: chunked',
  ],
  ['chunks in HTTP/1.0', '400 body_invalid', '1.0', 'Host: a', 'Transfer-Encoding: chunked'],
  ['chunks twice', '400 body_invalid', '1.1', 'Host: a', 'Transfer-Encoding: chunked, chunked'],
  ['no Host header', '400 body_invalid', '1.1', 'Transfer-Encoding: chunked'],
  ['a Host header with a path', '400 body_invalid', '1.1', 'Host: ok.example/x', 'Transfer-Encoding: chunked'],
  ['a Host header with a user', '400 body_invalid', '1.1', 'Host: ok.example@evil', 'Transfer-Encoding: chunked'],
  ['two hosts in one header', '400 body_invalid', '1.1', 'Host: a, b', 'Transfer-Encoding: chunked'],
] as const) {
  const [version, ...headers] = lines
  add('request smuggling', probe, expected, testbed => testbed.raw(inChunks(version, ...headers)))
}

const malformed: [string, string | Uint8Array][] = [
  ['bytes FF FE', new Uint8Array([0xff, 0xfe])],
  ['overlong UTF-8', Buffer.from('{"email":"a\xc0\xaf@b.co"}', 'latin1')],
  ['incomplete JSON', '{"email":'],
  ['an empty body', ''],
  ['16,000 brackets', '['.repeat(16_000)],
  ['NaN', '{"email":NaN}'],
]
for (const [probe, body] of malformed)
  add('invalid text', probe, '400 body_invalid +cors', testbed => testbed.post(body))
add('invalid text', 'a malformed percent sequence in a form', '400 +cors', testbed =>
  testbed.post('email=%ff%fe', {'content-type': 'application/x-www-form-urlencoded'}),
)

add('huge body', '16 KiB + 1', '413 body_too_large +cors', testbed => testbed.post('x'.repeat(16 * 1024 + 1)))
add('huge body', '16 KiB + 1 in chunks', '413 body_too_large +cors', testbed =>
  testbed.post(toChunks('x'.repeat(16 * 1024 + 1)), {'transfer-encoding': 'chunked'}),
)
add('huge body', 'a Content-Length of 10 GB', '413 body_too_large +cors', testbed =>
  testbed.post('{', {'content-length': '10000000000'}),
)
add('huge body', 'a Content-Length of 100 MB, body not finished', '413 body_too_large +cors', testbed =>
  testbed.post('x'.repeat(64 * 1024), {'content-length': '100000000'}),
)
add('compressed body', 'gzip', '415 media_type_unsupported +cors', testbed =>
  testbed.post(gzipSync('x'.repeat(1e6)), {'content-encoding': 'gzip'}),
)
add('compressed body', 'gzip, twice', '415 media_type_unsupported +cors', testbed =>
  testbed.post('', {'content-encoding': 'identity, gzip'}),
)
add('huge headers', '20 KiB of headers', '431 body_too_large', testbed =>
  testbed.post(person, {'x-pad': 'x'.repeat(20_000)}),
)
add('request smuggling', 'Content-Length and chunks', '400 body_invalid', testbed =>
  testbed.post('0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n', {
    'content-length': '5',
    'transfer-encoding': 'chunked',
  }),
)
add('request smuggling', 'two Content-Length headers', '400 body_invalid', testbed =>
  testbed.raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello`),
)
add('request smuggling', 'a space before the colon', '400 body_invalid', testbed =>
  testbed.raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n`),
)
add('request smuggling', 'bytes that are not HTTP', '400 body_invalid', testbed =>
  testbed.raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 what?\r\n\r\n'),
)
for (const key of [
  undefined,
  '',
  '1',
  'x'.repeat(36),
  '../../etc/passwd',
  '550e8400-e29b-41d4-a716-446655440000, 550e8400-e29b-41d4-a716-446655440001',
])
  add('replay', `Idempotency-Key: ${key}`, '400 idempotency_key_invalid +cors', testbed =>
    testbed.post(person, {'idempotency-key': key}),
  )
for (const name of Object.keys({...person, city: '', full_address: '', born_date: '', language: '', consent: ''}))
  add('ReDoS', `16,000 characters in ${name}`, '422 contact_invalid +cors', testbed =>
    requireFast(() => testbed.post({email: 'a@b.co', [name]: `${'a.@-'.repeat(4_000)}!`})),
  )

function toChunks(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`
}

/** A slower response means that some regular expression is not linear. */
async function requireFast(send: () => Promise<WireResponse>): Promise<WireResponse> {
  const start = performance.now()
  const response = await send()
  return performance.now() - start < 500
    ? response
    : {status: 0, headers: {}, body: `"code":"slow_${Math.round(performance.now() - start)}_ms"`}
}
