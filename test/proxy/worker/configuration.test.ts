import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {test} from 'node:test'
import {startContactApi} from '../../support/contact-api.ts'
import {until} from '../../support/outbox.ts'
import {contactSettings, secret, startWorker, type WorkerOptions} from '../../support/workerd/worker.ts'

const settings = contactSettings('https://api.example')
const person = {email: 'ada@example.com'}

/** The lines that a Worker logs with its first request, which it answers with 503. */
async function linesOf(bindings: Record<string, unknown>, options?: WorkerOptions): Promise<string[]> {
  const worker = await startWorker(bindings, options)
  try {
    for (const _request of [1, 2]) {
      const response = await worker.post(person)
      assert.deepEqual([response.status, JSON.parse(response.body).code], [503, 'store_unavailable'])
      assert.ok(Number(response.headers['retry-after']) > 0)
    }
    await until('a line', () => worker.output().includes('\n'))
    assert.ok(!worker.output().includes(secret))
    return worker.output().trim().split('\n')
  } finally {
    await worker.stop()
  }
}

const wrong: [title: string, bindings: Record<string, unknown>, lines: RegExp[]][] = [
  [
    'a missing variable',
    {CONTACT_ACCOUNT_ID: undefined},
    [/^CONTACT_ACCOUNT_ID: missing, expected the id of the account/],
  ],
  [
    'several errors, and a misspelt variable',
    {CONTACT_API_URL: 'http://api.example', ALLOWED_ORIGINS: 'https://ok.example/', ALOWED_TAGS: 'x'},
    [
      /^CONTACT_API_URL: expected an https URL/,
      /^ALLOWED_ORIGINS: expected origins/,
      /^ALOWED_TAGS: unknown, ALLOWED_TAGS is probably meant/,
    ],
  ],
  ['a list in place of text', {ALLOWED_ORIGINS: ['https://ok.example']}, [/^ALLOWED_ORIGINS: expected text/]],
  ['a malformed secret', {CONTACT_ACCOUNT_SECRET: `${secret} x`}, [/^CONTACT_ACCOUNT_SECRET: expected the secret/]],
  ['a file', {CONTACT_ACCOUNT_SECRET_FILE: '/x'}, [/^CONTACT_ACCOUNT_SECRET_FILE: Workers have no files/]],
  ['a file of forms', {FORMS_FILE: '/x'}, [/^FORMS_FILE: Workers have no files, expected a Worker for each form/]],
  ['another source of the address', {CLIENT_IP: 'socket'}, [/^CLIENT_IP: expected cf-connecting-ip on Workers/]],
  ['a variable of the server', {ALERT_URL: 'https://a.example'}, [/^ALERT_URL: has no effect on Workers/]],
  ['no limit at all', {RATE_LIMIT_TOTAL: 'off'}, [/^RATE_LIMIT_TOTAL: expected a limit/]],
  ['no key for challenges', {PROOF_OF_WORK: 'on'}, [/^PROOF_OF_WORK_KEY: missing, expected 32/]],
]
for (const [title, bindings, lines] of wrong)
  test(`names ${title}, once`, async () => {
    const all: Record<string, unknown> = {...settings, ...bindings}
    for (const [name, value] of Object.entries(all)) if (value === undefined) delete all[name]
    const logged = await linesOf(all)
    assert.equal(logged.length, lines.length, logged.join('\n'))
    for (const [index, line] of lines.entries()) assert.match(logged[index]!, line)
  })

test('names the binding OUTBOX if it is missing, together with other errors', async () => {
  const {CONTACT_ACCOUNT_ID: _id, ...rest} = settings
  const lines = await linesOf(rest, {durableObjects: {}})
  assert.deepEqual(
    lines.map(line => line.split(',')[0]),
    ['OUTBOX: missing', 'CONTACT_ACCOUNT_ID: missing'],
  )
})

test('names OUTBOX if it is a variable', async () => {
  const lines = await linesOf({...settings, OUTBOX: 'none'}, {durableObjects: {}})
  assert.deepEqual(lines, ['OUTBOX: expected a binding of the Durable Object class ContactSignupOutbox'])
})

test('names OUTBOX if its class has no SQLite storage', async () => {
  const lines = await linesOf(settings, {durableObjects: {OUTBOX: {className: 'ContactSignupOutbox'}}})
  assert.equal(lines[0], 'OUTBOX: expected a class with SQLite storage, one of new_sqlite_classes')
})

test('names OUTBOX_KEY if the leads were stored with another key, and opens them with theirs', async () => {
  await using api = await startContactApi()
  const storage = mkdtempSync(join(tmpdir(), 'signup-'))
  const key = () => randomBytes(32).toString('base64')
  const withKey = {...contactSettings(api.url), OUTBOX_KEY: key()}
  const first = await startWorker(withKey, {storage})
  assert.equal((await first.post(person)).status, 201)
  await first.stop()
  const lines = await linesOf({...withKey, OUTBOX_KEY: key()}, {storage})
  assert.equal(lines[0], 'OUTBOX_KEY: expected the key that this outbox was encrypted with')
  const again = await startWorker(withKey, {storage})
  assert.equal((await again.post(person)).status, 201)
  assert.equal(api.requests.length, 1, 'it is a duplicate')
  await again.stop()
})

test('warns of a variable that is probably misspelt', async () => {
  await using api = await startContactApi()
  const worker = await startWorker({...contactSettings(api.url), ALOWED_TAGS: 'a'})
  assert.equal((await worker.post(person)).status, 201)
  await worker.stop()
  const warnings = worker
    .output()
    .split('\n')
    .filter(line => line.includes('variable_unknown'))
  const [{variable, nearest} = assert.fail('no warning')] = warnings.map(
    line => JSON.parse(line) as Record<string, string>,
  )
  assert.deepEqual([warnings.length, variable, nearest], [1, 'ALOWED_TAGS', 'ALLOWED_TAGS'])
})

test('takes numbers of Wrangler’s JSON, and a level of the log', async () => {
  await using api = await startContactApi()
  const worker = await startWorker({...contactSettings(api.url), MAX_ATTEMPTS: 2, LOG_LEVEL: 'error'})
  assert.equal((await worker.post(person)).status, 201)
  await worker.stop()
  assert.equal(worker.output(), '')
})

test('sends six leads at a time, and stores the others', async () => {
  await using api = await startContactApi(() => {}) // does not respond
  const worker = await startWorker({...contactSettings(api.url), ANSWER_WITHIN: '0.5'})
  const posts = Array.from({length: 10}, (_post, index) => worker.post({email: `ada${index}@example.com`}))
  const statuses = (await Promise.all(posts)).map(({status}) => status)
  assert.deepEqual(new Set(statuses), new Set([202]))
  assert.equal(api.requests.length, 6)
  await worker.stop()
})
