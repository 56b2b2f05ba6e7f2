import assert from 'node:assert/strict'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {suite, test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import {createFormsSchema} from '../../../src/proxy/config/form-schema.ts'
import {readConfiguration} from '../../../src/proxy/config/read-configuration.ts'
import {operationPaths} from '../../../src/proxy/server/operations.ts'

const folder = mkdtempSync(join(tmpdir(), 'signup-forms-'))
const file = join(folder, 'forms.json')
writeFileSync(join(folder, 'news-secret'), 'NEWS-SECRET\n')
writeFileSync(join(folder, 'bad-secret'), 'two words')

const url = 'https://api.example.com'
const news = {accountId: 'news', accountSecretFile: 'news-secret'}
const account = {CONTACT_ACCOUNT_ID: 'env', CONTACT_ACCOUNT_SECRET: 'ENV-SECRET'}

function read(content: unknown, env: Record<string, string> = {CONTACT_API_URL: url}) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return readConfiguration({FORMS_FILE: file, ...env}, operationPaths)
}

function linesOf(content: unknown, env?: Record<string, string>): string[] {
  try {
    read(content, env)
    return []
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

/** The options of a form, as its proxy gets them. */
const optionsOf = (entry: object, env: Record<string, string>) =>
  read({'/news': entry}, env).readForms!().forms[0]!.options

suite('the file of the forms', () => {
  test('gives each form its account, and needs none of the environment', () => {
    const {forms} = read({$schema: './forms.schema.json', '/news': news, '/jobs': {...news, accountId: 'jobs'}})
      .readForms!()
    assert.deepEqual(
      forms.map(({path, options}) => [path, options.path, options.accountId, options.accountSecret, options.url]),
      [
        ['/news', '/news', 'news', 'NEWS-SECRET', url],
        ['/jobs', '/jobs', 'jobs', 'NEWS-SECRET', url],
      ],
    )
  })

  test('takes the account of the environment as a whole, with what belongs to it', () => {
    const env = {
      CONTACT_API_URL: url,
      ...account,
      ALLOWED_LISTS: 'l1',
      ALLOWED_TAGS: 't1',
      ALLOWED_FIELDS: 'f1',
      EMAIL_VALIDATION: 'validate',
      ALLOWED_ORIGINS: 'https://ok.example',
      RATE_LIMIT_PERSON: '9/60',
      SUCCESS_URL: 'https://ok.example/thanks',
    }
    const inherited = optionsOf({}, env)
    assert.deepEqual(
      [
        inherited.accountId,
        inherited.accountSecret,
        inherited.allowedLists,
        inherited.allowedTags,
        inherited.allowedFields,
      ],
      ['env', 'ENV-SECRET', ['l1'], ['t1'], ['f1']],
    )
    assert.deepEqual(inherited.emailValidation, {validate: true})
    assert.equal(optionsOf({emailValidation: false}, env).emailValidation, undefined)
    const own = optionsOf(news, env)
    assert.deepEqual([own.accountId, own.accountSecret], ['news', 'NEWS-SECRET'])
    for (const name of ['allowedLists', 'allowedTags', 'allowedFields', 'emailValidation'] as const)
      assert.equal(own[name], undefined, `${name} is of the other account`)
    assert.deepEqual(
      [own.allowedOrigins, own.rateLimitPerson, own.successUrl],
      [['https://ok.example'], '9/60', 'https://ok.example/thanks'],
    )
    const named = optionsOf({...news, allowedOrigins: [], rateLimitPerson: 'off', allowedTags: ['a b']}, env)
    assert.deepEqual([named.allowedOrigins, named.rateLimitPerson, named.allowedTags], [[], 'off', ['a b']])
  })

  const refusals: [what: string, content: unknown, lines: string[], env?: Record<string, string>][] = [
    ['no file', '', ['expected JSON, it is malformed']],
    [
      'malformed JSON',
      '{"/news": {"url": "CANARY}',
      ['expected JSON, it is malformed at position 26 (line 1 column 27)'],
    ],
    ['a list', '[]', ['expected an object of forms by their paths']],
    ['no form', {}, ['expected at least one form']],
    ['a form that is no object', {'/news': 'CANARY'}, ['/news: expected an object with the settings of the form']],
    [
      'a path without slash',
      {news},
      ['news: expected a path such as /api/signup, without query, dot segments or trailing slash'],
    ],
    [
      'a path with a line break',
      {'/a\n/b': news},
      ['"/a\\n/b": expected a path such as /api/signup, without query, dot segments or trailing slash'],
    ],
    ['a path of the server', {'/healthz': news}, ['/healthz: expected another path than /healthz, /readyz, /metrics']],
    ['a path twice', '{"/news": {}, "/news": {}}', ['/news: given twice, expected once']],
    ['a property twice', '{"/news": {"url": "a", "url" : "b"}}', ['/news: url: given twice, expected once']],
    [
      'a misspelt property',
      {'/news': {...news, allowedOrigin: []}},
      ['/news: allowedOrigin: unknown, allowedOrigins is probably meant'],
    ],
    [
      'a secret in the file itself',
      {'/news': {accountId: 'news', accountSecret: 'CANARY'}},
      ['/news: accountSecret: expected accountSecretFile, a secret is in a file of its own'],
    ],
    [
      'an account without secret',
      {'/news': {accountId: 'news'}},
      ['/news: accountSecretFile: missing, expected together with accountId'],
      {CONTACT_API_URL: url, ...account},
    ],
    [
      'a secret without account',
      {'/news': {accountSecretFile: 'news-secret'}},
      ['/news: accountId: missing, expected together with accountSecretFile'],
      {CONTACT_API_URL: url, ...account},
    ],
    [
      'another API for the account of the environment',
      {'/news': {url: 'https://other.example'}},
      ['/news: accountId: missing, expected together with accountSecretFile where url is set'],
      {CONTACT_API_URL: url, ...account},
    ],
    [
      'no account at all',
      {'/news': {}},
      ['/news: accountId: missing, expected together with accountSecretFile where there is no CONTACT_ACCOUNT_ID'],
    ],
    [
      'no URL',
      {'/news': news},
      ['/news: url: missing, expected an https URL where there is no CONTACT_API_URL'],
      {LOG_LEVEL: 'info'},
    ],
    [
      'a secret that cannot be read',
      {'/news': {...news, accountSecretFile: 'CANARY'}, '/jobs': {...news, accountSecretFile: 'bad-secret'}},
      [
        '/news: accountSecretFile: expected a readable file that holds the secret of the account',
        '/jobs: accountSecretFile: the file can be read, expected visible ASCII characters without spaces in it',
      ],
    ],
    [
      'invalid values',
      {
        '/news': {
          ...news,
          url: 'http://CANARY',
          allowedOrigins: ['https://ok.example', 'CANARY'],
          rateLimitPerson: 'CANARY',
          minFillTime: '1',
          proofOfWork: 'on',
          emailValidation: {},
          allowedTags: 'CANARY',
        },
      },
      [
        '/news: url: expected an https URL (only http for loopback) without credentials, query or fragment',
        '/news: allowedOrigins: expected origins such as https://www.example.com or https://*.example.dev, without path or trailing slash',
        '/news: allowedTags: expected tags of 100 characters at most each, separated by spaces, or by commas if a tag has spaces, in a list',
        '/news: emailValidation: expected false, or {"validate": true} with create_if_invalid or create_if_no_credit',
        '/news: rateLimitPerson: expected leads per seconds such as 10/60, at most a week, or off',
        '/news: minFillTime: expected milliseconds',
        '/news: proofOfWork: expected true or false',
      ].map(line => line.replace('(only http for loopback)', '(http only for loopback)')),
    ],
    [
      'no limits on an open server',
      {'/news': {...news, rateLimitAddress: 'off', rateLimitPerson: 'off'}},
      ['/news: rateLimitTotal: expected a limit where HOST is open to the network and the other limits are off'],
      {
        CONTACT_API_URL: url,
        HOST: '0.0.0.0',
        RATE_LIMIT_TOTAL: 'off',
      },
    ],
    [
      'proofs that other proxies could not verify',
      {'/news': {...news, proofOfWork: true}},
      ['/news: proofOfWork: expected a PROOF_OF_WORK_KEY where RATE_LIMIT_STORE is outbox'],
      {CONTACT_API_URL: url, RATE_LIMIT_STORE: 'outbox'},
    ],
    [
      'a form at the path of challenges',
      {'/news': {...news, proofOfWork: true}, '/news/challenge': news},
      ['/news: proofOfWork: expected false, its challenges would have the path of the form /news/challenge'],
    ],
  ]
  for (const [what, content, lines, env] of refusals)
    test(`refuses ${what}, and quotes no value`, () =>
      assert.deepEqual(
        linesOf(content, env),
        lines.map(line => `FORMS_FILE: ${line}`),
      ))

  test('refuses more forms than a hundred', () =>
    assert.deepEqual(linesOf(Object.fromEntries(Array.from({length: 101}, (_, index) => [`/f${index}`, news]))), [
      'FORMS_FILE: expected 100 forms at the most',
    ]))

  test('refuses half an account of the environment', () => {
    assert.deepEqual(linesOf({'/news': news}, {CONTACT_API_URL: url, CONTACT_ACCOUNT_ID: 'env'}), [
      'CONTACT_ACCOUNT_SECRET: missing, expected together with CONTACT_ACCOUNT_ID',
    ])
    assert.deepEqual(linesOf({'/news': news}, {CONTACT_API_URL: url, CONTACT_ACCOUNT_SECRET: 's'}), [
      'CONTACT_ACCOUNT_ID: missing, expected together with CONTACT_ACCOUNT_SECRET',
    ])
  })

  test('reads the secret of the environment again with the file', () => {
    const secretFile = join(folder, 'env-secret')
    writeFileSync(secretFile, 'FIRST')
    const {readForms} = read(
      {'/news': {}},
      {CONTACT_API_URL: url, CONTACT_ACCOUNT_ID: 'env', CONTACT_ACCOUNT_SECRET_FILE: secretFile},
    )
    writeFileSync(secretFile, 'SECOND\n')
    assert.equal(readForms!().forms[0]!.options.accountSecret, 'SECOND')
    assert.deepEqual(readForms!().files, [file, secretFile])
    writeFileSync(secretFile, 'two words')
    assert.match(readForms!().lines[0]!, /^CONTACT_ACCOUNT_SECRET_FILE: expected a readable file/)
  })

  test('has a JSON schema with the same names and types', () => {
    const validate = new Ajv2020().compile(createFormsSchema())
    assert.ok(
      validate({$schema: './x.json', '/news': {...news, allowedOrigins: ['https://ok.example'], proofOfWork: true}}),
    )
    for (const wrong of [
      {},
      {news},
      {'/news': {allowedOrigin: []}},
      {'/news': {accountId: 'a b'}},
      {'/news': {minFillTime: '1'}},
    ])
      assert.ok(!validate(wrong), JSON.stringify(wrong))
  })
})
