import {gzipSync} from 'node:zlib'
import {path, person, site, type Stage} from './stage.ts'
import {toText, type Heard} from './wire.ts'

/** One probe: what is tried, what must be seen, and how it is asked. No call may reach the contact API. */
export interface Row {
  attack: string
  probe: string
  expected: string
  ask(stage: Stage): Promise<Heard>
}

const rows: Row[] = []
function row(attack: string, probe: string, expected: string, ask: Row['ask']): void {
  rows.push({attack, probe, expected, ask})
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
  row('forged from another site', `Origin: ${origin}`, '403 origin_forbidden', stage => stage.post(person, {origin}))
row('forged from another site', 'Origin twice', '403 origin_forbidden', stage =>
  stage.raw(
    ...toText(
      'POST',
      path,
      {origin: `${site}\r\norigin: https://evil.example`, 'content-type': 'application/json'},
      '{}',
    ),
  ),
)
row('forged from another site', 'no Origin, Sec-Fetch-Site: cross-site', '403 origin_forbidden', stage =>
  stage.post(person, {origin: undefined, 'sec-fetch-site': 'cross-site'}),
)
row('forged from another site', 'a form of another site', '403 origin_forbidden', stage =>
  stage.post('email=a%40b.co', {origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded'}),
)
row('forged from another site', 'preflight of another site', '403 origin_forbidden', stage =>
  stage.post('', {origin: 'https://evil.example', 'access-control-request-method': 'POST'}, path, 'OPTIONS'),
)
row('forged from another site', 'preflight of the site that asks for more', '204 +cors', stage =>
  stage.post(
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
  row('“simple” request', `Content-Type: ${type}`, '415 media_type_unsupported +cors', stage =>
    stage.post(person, {'content-type': type}),
  )

for (const method of ['PUT', 'GET', 'DELETE', 'PATCH', 'HEAD', 'TRACE', 'PROPFIND'])
  row('open relay', method, `405${method === 'HEAD' ? '' : ' method_not_allowed'} +cors`, stage =>
    stage.post('', {}, path, method),
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
  row('open relay', `POST ${target}`, '404 not_found +cors', stage => stage.post(person, {}, target))
row('open relay', 'POST \\api\\signup', '400 body_invalid', stage => stage.post(person, {}, '\\api\\signup'))
row('open relay', 'CONNECT', 'closed', stage =>
  stage.raw('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n'),
)

const more: [string, unknown][] = [
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
for (const [probe, change] of more)
  row('mass assignment', probe, '422 contact_invalid +cors', stage => stage.post({...person, ...(change as object)}))

const bodies: [string, string, string][] = [
  ['prototype pollution', '__proto__', '{"email":"a@b.co","__proto__":{"vip":1}}'],
  ['prototype pollution', 'constructor', '{"email":"a@b.co","constructor":{"prototype":{"vip":1}}}'],
  ['prototype pollution', 'consent.__proto__', '{"email":"a@b.co","consent":{"__proto__":{"vip":"1"}}}'],
  ['duplicates', 'e-mail as a list', '{"email":["a@b.co"]}'],
  ['duplicates', 'e-mail as an object', '{"email":{"$ne":""}}'],
  ['invalid text', 'a lone surrogate', '{"email":"a@b.co","name_first":"\\ud800"}'],
  ['invalid text', 'a bidirectional override', '{"email":"a@b.co","name_first":"\\u202eadA"}'],
  ['invalid text', 'NUL', '{"email":"a@b.co","name_first":"A\\u0000"}'],
  ['header and log injection', 'CR LF in a name', '{"email":"a@b.co","name_first":"A\\r\\nSet-Cookie: x=1"}'],
  ['header and log injection', 'ESC in a name', '{"email":"a@b.co","name_first":"\\u001b[2J"}'],
  ['header and log injection', 'CR LF in an e-mail', '{"email":"a@b.co\\r\\nBcc: c@d.co"}'],
  ['several addresses', 'a comma', '{"email":"a@b.co,c@d.co"}'],
  ['numbers', 'a huge number', '{"email":"a@b.co","facebook_friends":1e999}'],
]
for (const [attack, probe, body] of bodies) row(attack, probe, '422 contact_invalid +cors', stage => stage.post(body))
const broken: [string, string | Uint8Array][] = [
  ['bytes FF FE', new Uint8Array([0xff, 0xfe])],
  ['UTF-8 that is overlong', Buffer.from('{"email":"a\xc0\xaf@b.co"}', 'latin1')],
  ['half a JSON', '{"email":'],
  ['nothing', ''],
  ['16,000 brackets', '['.repeat(16_000)],
  ['NaN', '{"email":NaN}'],
]
for (const [probe, body] of broken) row('invalid text', probe, '400 body_invalid +cors', stage => stage.post(body))
row('invalid text', 'a broken escape in a form', '400', stage =>
  stage.post('email=%ff%fe', {'content-type': 'application/x-www-form-urlencoded'}).then(withoutCors),
)

row('huge body', '16 KiB + 1', '413 body_too_large +cors', stage => stage.post('x'.repeat(16 * 1024 + 1)))
row('huge body', '16 KiB + 1 in chunks', '413 body_too_large +cors', stage =>
  stage.post(toChunks('x'.repeat(16 * 1024 + 1)), {'transfer-encoding': 'chunked'}),
)
row('huge body', 'a length that lies: 10 GB', '413 body_too_large +cors', stage =>
  stage.post('{', {'content-length': '10000000000'}),
)
row('huge body', '100 MB, of which the end is never read', '413 body_too_large +cors', stage =>
  stage.post('x'.repeat(64 * 1024), {'content-length': '100000000'}),
)
row('packed body', 'gzip', '415 media_type_unsupported +cors', stage =>
  stage.post(gzipSync('x'.repeat(1e6)), {'content-encoding': 'gzip'}),
)
row('packed body', 'gzip, twice', '415 media_type_unsupported +cors', stage =>
  stage.post('', {'content-encoding': 'identity, gzip'}),
)
row('huge headers', '20 KiB of them', '431 body_too_large', stage => stage.post(person, {'x-pad': 'x'.repeat(20_000)}))
row('request smuggling', 'length and chunks', '400 body_invalid', stage =>
  stage.post('0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n', {
    'content-length': '5',
    'transfer-encoding': 'chunked',
  }),
)
row('request smuggling', 'two lengths', '400 body_invalid', stage =>
  stage.raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello`),
)
row('request smuggling', 'a space before the colon', '400 body_invalid', stage =>
  stage.raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n`),
)
row('request smuggling', 'no HTTP at all', '400 body_invalid', stage =>
  stage.raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 what?\r\n\r\n'),
)
for (const key of [
  undefined,
  '',
  '1',
  'x'.repeat(36),
  '../../etc/passwd',
  '550e8400-e29b-41d4-a716-446655440000, 550e8400-e29b-41d4-a716-446655440001',
])
  row('replay', `Idempotency-Key: ${key}`, '400 idempotency_key_invalid +cors', stage =>
    stage.post(person, {'idempotency-key': key}),
  )
for (const name of Object.keys({...person, city: '', full_address: '', born_date: '', language: '', consent: ''}))
  row('ReDoS', `16,000 characters in ${name}`, '422 contact_invalid +cors', stage =>
    quickly(() => stage.post({email: 'a@b.co', [name]: `${'a.@-'.repeat(4_000)}!`})),
  )

export {rows}

function toChunks(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`
}

/** A page is no business of another page's script. */
function withoutCors(heard: Heard): Heard {
  return {...heard, headers: {}}
}

/** Slower than this, and some pattern or other is not linear. */
async function quickly(ask: () => Promise<Heard>): Promise<Heard> {
  const start = performance.now()
  const heard = await ask()
  return performance.now() - start < 500
    ? heard
    : {status: 0, headers: {}, body: `"code":"slow_${Math.round(performance.now() - start)}_ms"`}
}
