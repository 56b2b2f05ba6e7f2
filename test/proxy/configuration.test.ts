import assert from 'node:assert/strict'
import {test} from 'node:test'
import {inspect} from 'node:util'
import {ConfigurationError, createProxy, readEnvironment} from '../../src/proxy/index.ts'
import {readOutboxSettings} from '../../src/proxy/config/environment.ts'
import {readConfiguration} from '../../src/proxy/config/read-configuration.ts'
import {Secret} from '../../src/proxy/config/secret.ts'
import {findMisspelt} from '../../src/proxy/config/unknown-variables.ts'

const complete = {
  CONTACT_API_URL: 'https://api.example.com',
  CONTACT_ACCOUNT_ID: 'acc-1',
  CONTACT_ACCOUNT_SECRET: 's3cret-VALUE',
}

test('reads a complete environment', () => {
  const options = readEnvironment({
    ...complete,
    ALLOWED_ORIGINS: 'https://a.example http://localhost:8080 https://*.example.dev',
    ALLOWED_FIELDS: 'room user_id',
    ALLOWED_TAGS: '',
    COUNTRY_AS: 'name',
    LIST_SUBSCRIPTIONS_AS: 'object',
    EMAIL_VALIDATION: 'validate create_if_no_credit',
  })
  assert.deepEqual(options.allowedOrigins, ['https://a.example', 'http://localhost:8080', 'https://*.example.dev'])
  assert.deepEqual(options.allowedFields, ['room', 'user_id'])
  assert.deepEqual(options.allowedTags, [])
  assert.deepEqual([options.countryAs, options.listSubscriptionsAs], ['name', 'object'])
  assert.deepEqual(options.emailValidation, {validate: true, create_if_no_credit: true})
  assert.equal(typeof createProxy(options), 'function')
})

test('reads origins of any port of this machine', () => {
  const origins = ['http://localhost:*', 'https://localhost:*', 'http://127.0.0.1:*', 'http://[::1]:*']
  assert.deepEqual(readEnvironment({...complete, ALLOWED_ORIGINS: origins.join(' ')}).allowedOrigins, origins)
})

for (const [text, tags] of [
  ['vip early-bird', ['vip', 'early-bird']],
  ['early bird, vip', ['early bird', 'vip']],
  ['early bird,', ['early bird']],
] as const)
  test(`reads ALLOWED_TAGS=${JSON.stringify(text)} as ${tags.length} tags`, () => {
    assert.deepEqual(readEnvironment({...complete, ALLOWED_TAGS: text}).allowedTags, tags)
  })

test('reads custom fields whose names have dashes or letters of any alphabet', () => {
  const {allowedFields} = readEnvironment({...complete, ALLOWED_FIELDS: 'Loyalty-Level ciudadanía _x 興味'})
  assert.deepEqual(allowedFields, ['Loyalty-Level', 'ciudadanía', '_x', '興味'])
})

const wrong: [string, string][] = [
  ...[
    '',
    'http://10.0.0.1',
    'https://u:p@h.example',
    'https://h.example?x=1',
    'https://h.example/#x',
    'ftp://h.example',
    'h.example',
  ].map(url => ['CONTACT_API_URL', url] as [string, string]),
  ...['../x', 'a/b', 'a b', ''].map(id => ['CONTACT_ACCOUNT_ID', id] as [string, string]),
  ...['two words', 'line\nbreak', ''].map(value => ['CONTACT_ACCOUNT_SECRET', value] as [string, string]),
  ...['*', 'https://a.example/', 'a.example', 'null', 'https://A.example'].map(
    origin => ['ALLOWED_ORIGINS', origin] as [string, string],
  ),
  ...[
    'https://*',
    'https://*.example',
    'http://*.example.dev',
    'https://*.*.example.dev',
    'https://a.*.example.dev',
    'https://a*.example.dev',
    'https://*.example.dev/',
    'https://*.Example.dev',
    'https://*.10.0.0.1',
    '*.example.dev',
    'https://example.dev:*',
    'http://localhost:8080:*',
    'http://localhost:*/',
    'http://*.localhost:*',
    'localhost:*',
  ].map(origin => ['ALLOWED_ORIGINS', origin] as [string, string]),
  ...['__proto__', 'gdpr_date', 'email_validation', '-b', '7up', 'a.b', '*', 'x'.repeat(65)].map(
    name => ['ALLOWED_FIELDS', name] as [string, string],
  ),
  ...['yes', 'create_if_invalid', 'off validate'].map(value => ['EMAIL_VALIDATION', value] as [string, string]),
  ['COUNTRY_AS', 'iso3'],
  ['LIST_SUBSCRIPTIONS_AS', 'list'],
  ['ALLOWED_TAGS', 'x'.repeat(101)],
  ['ALLOWED_TAGS', 'a,b\u0000'],
  ['CLIENT_IP', 'x-real-ip'],
  ['TRUSTED_PROXIES', '10.0.0.0/99'],
  ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['TRUSTED_PROXIES', '::/0'],
  ['SIGNUP_PATH', 'api'],
  ['SIGNUP_PATH', '/a/../b'],
  ['SIGNUP_PATH', '/a?b'],
  ...['x.db', 'file:', 'file:folder/', 'file:///x.db', 'postgres://', 'postgres://host', 'mysql://host/db', 'None'].map(
    value => ['OUTBOX', value] as [string, string],
  ),
  ['OUTBOX', 'postgres://u:p@db.example/leads'],
  ['OUTBOX', 'postgres://u:p@db.example/leads?sslmode='],
  ['OUTBOX', 'postgres://u:p@localhost/leads?host=db.example'],
  ['OUTBOX', 'postgres://u:p@10.0.0.5:5432/leads?application_name=x'],
  ['LEAD_RETENTION', '0'],
  ['OUTBOX_CONNECTIONS', '0'],
  ['OUTBOX_CONNECTIONS', '101'],
  ['OUTBOX_OLD_KEY', 'short'],
  ...['short', 'x'.repeat(44), `${'A'.repeat(42)}==`].map(value => ['OUTBOX_KEY', value] as [string, string]),
  ['UNKNOWN_OUTCOME', 'guess'],
  ['ANSWER_WITHIN', '-1'],
  ['ANSWER_WITHIN', '61'],
  ...['0', '1001', '1.5', 'many'].map(value => ['MAX_ATTEMPTS', value] as [string, string]),
  ['REDELIVERY_RATE', '0'],
  ['REDELIVERY_RATE', 'fast'],
  ['EVIDENCE_RETENTION', '0'],
  ['EVIDENCE_RETENTION', '1e3'],
  ...['3', '3/', '/60', '0/60', '3/0', '3/9999999', '-1/60', '1.5/60', 'none', '3 / 60'].map(
    value => ['RATE_LIMIT_PERSON', value] as [string, string],
  ),
  ['PROOF_OF_WORK', 'yes'],
  ['PROOF_OF_WORK_KEY', 'short'],
  ['PROOF_OF_WORK_KEY', 'x'.repeat(31) + ' x'],
  ['MIN_FILL_TIME', 'quick'],
  ['MIN_FILL_TIME', '-1'],
  ...['javascript:alert(1)', '/thanks', 'https://', 'https://h/\r\nx'].map(
    value => ['SUCCESS_URL', value] as [string, string],
  ),
  ['RATE_LIMIT_ADDRESS', 'on'],
  ['RATE_LIMIT_TOTAL', '1'],
]
for (const [name, value] of wrong)
  test(`refuses ${name}=${JSON.stringify(value)} in one line that names the variable and not the value`, () => {
    assert.throws(
      () => readEnvironment({...complete, [name]: value}),
      (error: unknown) => {
        assert.ok(error instanceof ConfigurationError)
        assert.match(error.message, new RegExp(`^${name}: .*expected [^\\n]+$`))
        assert.ok(value.length < 4 || !error.message.includes(`"${value}"`))
        return !error.message.includes(complete.CONTACT_ACCOUNT_SECRET)
      },
    )
  })

for (const url of [
  'postgres://u:p@localhost/leads',
  'postgres://u:p@127.0.0.1:5432/leads',
  'postgres://u:p@[::1]/leads',
  'postgres://u:p@db.example/leads?sslmode=verify-full',
  'postgres://u:p@db/leads?sslmode=disable',
  'postgres://u:p@ignored/leads?host=/var/run/postgresql',
])
  test(`accepts OUTBOX=${url}`, () => {
    const {place} = readOutboxSettings({...complete, OUTBOX: url})
    assert.deepEqual(place, {kind: 'postgres', url})
  })

test('requires TRUSTED_PROXIES for CLIENT_IP=x-forwarded-for', () => {
  assert.throws(
    () => readEnvironment({...complete, CLIENT_IP: 'x-forwarded-for'}),
    /^ConfigurationError: TRUSTED_PROXIES: expected/,
  )
  assert.ok(readEnvironment({...complete, CLIENT_IP: 'x-forwarded-for', TRUSTED_PROXIES: '10.0.0.0/8'}))
})

test('accepts http for loopback only', () => {
  for (const url of ['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9'])
    assert.ok(readEnvironment({...complete, CONTACT_API_URL: url}))
  assert.throws(() => readEnvironment({...complete, CONTACT_API_URL: 'http://127.0.0.1.evil.example'}))
})

test('reports every error at once', () => {
  assert.throws(
    () => readEnvironment({}),
    /^ConfigurationError: CONTACT_API_URL: .*\nCONTACT_ACCOUNT_ID: .*\nCONTACT_ACCOUNT_SECRET: .*$/,
  )
})

test('refuses unknown options', () => {
  const options = {url: 'https://a.example', accountId: 'a', accountSecret: 'b', allowOrigins: []}
  assert.throws(() => createProxy(options), /unknown: allowOrigins/)
})

test('prints no secret', () => {
  const secret = new Secret('s3cret-VALUE')
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify({secret}),
    inspect({secret}, {depth: 9, showHidden: true}),
  ]
  assert.deepEqual(
    printed.filter(text => text.includes('s3cret')),
    [],
  )
  assert.equal(secret.reveal(), 's3cret-VALUE')
})

for (const value of [
  'p4ss@proxy.example.com:3128',
  'socks5://u:p4ss@proxy.example.com',
  'http://u:p4ss@proxy.example/x',
])
  test(`refuses HTTPS_PROXY=${value} in one line that does not repeat its password`, () =>
    assert.throws(
      () => readConfiguration({...complete, HTTPS_PROXY: value}, []),
      ({message}: Error) =>
        message.startsWith('HTTPS_PROXY: expected the http or https URL of a proxy') && !message.includes('p4ss'),
    ))

test('takes no variable of other programs for a misspelt HTTPS_PROXY', () =>
  assert.deepEqual(findMisspelt({HTTP_PROXY: 'x', https_proxy: 'x', no_proxy: 'x', ALL_PROXY: 'x'}), []))
