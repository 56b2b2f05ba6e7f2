import fc from 'fast-check'
import {contactSchema} from '../../../src/contact/schema.ts'

/** A generated request: arbitrary bytes and headers. */
export interface Attempt {
  target: string
  method: string
  headers: [string, string][]
  body: Uint8Array
}

const site = 'https://ok.example'
const names = fc.oneof(
  {weight: 8, arbitrary: fc.constantFrom(...Object.keys(contactSchema._zod.def.shape), 'phone_country')},
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'room',
      'Loyalty-Level',
      'ciudadanía',
      '_x',
      'vip',
      '__proto__',
      'constructor',
      'toString',
      'gdpr_date',
      'gdpr_remote_ip',
      'email_validation',
      'list_subscriptions',
      'more_comments',
      'form_elapsed',
      'form_proof',
      'consent.terms',
      'consent.lang',
      'consent.__proto__',
    ),
  },
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 70})},
)
const plausible = fc.oneof(
  fc.emailAddress(),
  fc.constantFrom(
    'ada@example.com',
    '+44 20 7946 0958',
    '2079460958',
    '44',
    'GB',
    'on',
    'true',
    '1990-12-31',
    '1990-12-31T00:00:00Z',
    '1990-12-31T00:00:00.000+00:00',
    '1990-12-31T12:00:00Z',
    'early bird',
    'news',
    '(+44) 20 7946 0958',
    '\u202a+44 20 7946 0958\u202c',
    'tel:+442079460958',
    '०२० ७९४६ ०९५८',
    '+229 95 12 34 56',
    'jörg@example.de',
    '\u2068ada@example.com\u2069',
    'Zoe\u0308',
    '\u3164\u2800',
    'MALE',
    'es',
    'ES',
    'one',
    'https://ok.example/',
    '۰۹۱۲',
    'می‌خواهم',
    "O'Brien",
    '\u202eevil',
    '\ud800',
    '\0',
    'a\r\nb',
    ' ',
    '',
    '1e999',
    '-0',
  ),
  fc.string({unit: 'grapheme', maxLength: 40}),
  fc.string({unit: 'binary', maxLength: 1200}),
)
const values = fc.oneof(
  {weight: 6, arbitrary: plausible},
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.boolean(),
      fc.integer(),
      fc.double(),
      fc.constant(null),
      fc.array(plausible, {maxLength: 4}),
      fc.constant(['one']),
      fc.constantFrom(['early bird'], ['news'], ['sea', ' ', 'lake'], 2 ** 53, -(2 ** 53)),
    ),
  },
  {weight: 1, arbitrary: fc.jsonValue({maxDepth: 4})},
  {
    weight: 2,
    arbitrary: fc.dictionary(fc.constantFrom('terms', 'marketing', 'page', 'lang', '__proto__', 'x'), plausible, {
      maxKeys: 4,
    }),
  },
)
const pairs = fc.array(fc.tuple(names, values), {maxLength: 8})
const reachable = pairs.map(more => [['email', 'ada@example.com'] as [string, unknown], ...more])

const json = fc
  .oneof({weight: 3, arbitrary: reachable}, pairs)
  .map(list => `{${list.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join()}}`)
const form = fc
  .oneof({weight: 3, arbitrary: reachable}, pairs)
  .map(list =>
    list
      .map(
        ([name, value]) =>
          `${escape(name)}=${escape(typeof value === 'string' ? value : String(JSON.stringify(value)))}`,
      )
      .join('&'),
  )
const text = fc.oneof(
  {weight: 6, arbitrary: json},
  {weight: 2, arbitrary: form},
  {weight: 1, arbitrary: fc.json()},
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 300})},
)

/** Complete texts, truncated ones, ones with a changed byte, and random bytes. */
const bodies = fc.oneof(
  {weight: 12, arbitrary: text.map(whole => Buffer.from(whole))},
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, fc.nat())
      .map(([whole, index]) => Buffer.from(whole).subarray(0, index % (whole.length + 1))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, fc.nat(), fc.nat(255))
      .map(([whole, index, byte]) => withByte(Buffer.from(whole), index, byte)),
  },
  {weight: 1, arbitrary: fc.uint8Array({maxLength: 400}).map(bytes => Buffer.from(bytes))},
  {weight: 1, arbitrary: fc.integer({min: 16_000, max: 17_000}).map(size => Buffer.alloc(size, '[1,'))},
)

const mostly = <T>(value: T, others: fc.Arbitrary<T>) =>
  fc.oneof({weight: 12, arbitrary: fc.constant(value)}, {weight: 1, arbitrary: others})
const visible = fc
  .string({unit: fc.integer({min: 32, max: 126}).map(code => String.fromCharCode(code)), maxLength: 60})
  .map(text => text.trim())
const types = fc.oneof(
  {weight: 8, arbitrary: fc.constant('application/json')},
  {weight: 4, arbitrary: fc.constantFrom('application/x-www-form-urlencoded', 'Application/JSON;charset="utf-8"')},
  {weight: 1, arbitrary: fc.oneof(visible, fc.constantFrom('text/plain', 'application/json; charset=utf-16'))},
)

export const attempts: fc.Arbitrary<Attempt> = fc.record({
  target: mostly(
    '/api/signup',
    fc
      .oneof(fc.webPath(), fc.constantFrom('/api/signup?', '/api/signup?a=b', '/api/signup/challenge', '//api/signup'))
      .map(path => path || '/'),
  ),
  method: mostly('POST', fc.constantFrom('PUT', 'GET', 'OPTIONS', 'DELETE', 'PATCH')),
  headers: fc
    .tuple(
      mostly(site, fc.oneof(visible, fc.webUrl())),
      types,
      mostly('', fc.oneof(fc.uuid(), visible)),
      mostly('', fc.constantFrom('gzip', 'br', 'identity', 'x')),
      visible,
    )
    .map(([origin, type, key, encoding, language]): [string, string][] => [
      ['origin', origin],
      ['content-type', type],
      ['idempotency-key', key || crypto.randomUUID()],
      ['accept-language', language],
      ...(encoding ? [['content-encoding', encoding] as [string, string]] : []),
    ]),
  body: bodies,
})

function escape(value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return '%ed%a0%80' // a lone surrogate has no valid UTF-8; these are the bytes that encode it
  }
}

function withByte(bytes: Buffer, index: number, byte: number): Buffer {
  if (bytes.length > 0) bytes[index % bytes.length] = byte
  return bytes
}
