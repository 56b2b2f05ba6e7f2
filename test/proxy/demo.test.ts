import assert from 'node:assert/strict'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, mkdtempSync, readdirSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {after, test} from 'node:test'
import {until} from '../support/outbox.ts'
import {person} from '../support/proxy.ts'

/** Starts the demo in a folder of its own, which is its folder for temporary files too. */
async function startDemo(
  t: {after(run: () => void): void},
  env: Record<string, string> = {},
  program = ['src/cli.ts', 'proxy'],
) {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'))
  const child = spawn(process.execPath, [...program, '--demo'], {
    env: {PATH: process.env.PATH, TMPDIR: folder, TEMP: folder, PORT: '0', ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  await until('the demo', () => /Stop it/.test(output) || child.exitCode !== null)
  const endpoint = /Endpoint +(http:[^\s,]+)/.exec(output)?.[1] ?? assert.fail(output)
  return {
    endpoint,
    address: new URL(endpoint).origin,
    output: () => output,
    files: () => readdirSync(folder, {recursive: true}).map(String),
    async stop(signal: NodeJS.Signals = 'SIGINT') {
      child.kill(signal)
      const [code] = await once(child, 'exit')
      return code as number
    },
  }
}

const post = (endpoint: string, contact: object, origin = 'http://localhost:5173') =>
  fetch(endpoint, {
    method: 'POST',
    headers: {origin, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
    body: JSON.stringify({...contact, gdpr_accept_terms: true}),
  })

for (const program of [['src/cli.ts', 'proxy'], ['src/proxy/cli.ts']])
  test(`${program.join(' ')} --demo prints a lead, and leaves nothing behind`, async t => {
    const demo = await startDemo(t, {}, program)
    assert.match(demo.output(), /^DEMO: leads are printed here and then discarded\. They reach no contact API\.$/m)
    assert.equal((await post(demo.endpoint, {...person, phone: '+447400123456'})).status, 201)
    await until('the lead', () => /Lead 1/.test(demo.output()))
    const lead = demo.output().split('Lead 1\n')[1]!
    assert.match(lead, /^ {2}email +emailcanary@example\.com$/m)
    assert.match(lead, /^ {2}phone_number +7400123456$/m)
    assert.match(lead, /^ {2}gdpr_remote_ip +127\.0\.0\.1$/m)
    assert.ok(
      demo.files().some(file => file.endsWith('outbox.db')),
      'the lead was stored',
    )
    assert.equal(await demo.stop(), 0)
    assert.match(demo.output(), /^DEMO: 1 lead discarded\.$/m)
    assert.deepEqual(demo.files(), [])
    assert.equal(existsSync('contact-signup.db'), false)
  })

test('removes its files when a second signal ends it', async t => {
  const demo = await startDemo(t, {DRAIN_TIME: '300'})
  const exit = demo.stop()
  await until('the first signal', async () => (await fetch(`${demo.address}/readyz`)).status === 503)
  assert.equal(await demo.stop(), 130)
  await exit
  assert.deepEqual(demo.files(), [])
})

const demo = await startDemo({after})

test('accepts pages of any port of this machine, and of no other', async () => {
  const statuses = []
  for (const origin of [
    'http://localhost:5173',
    'http://127.0.0.1:3000',
    'http://[::1]:8080',
    'https://localhost:8443',
    'http://localhost',
    'https://www.example.com',
    'http://192.168.0.7:5173',
  ])
    statuses.push((await post(demo.endpoint, {email: `p${statuses.length}@example.com`}, origin)).status)
  assert.deepEqual(statuses, [201, 201, 201, 201, 201, 403, 403])
})

test('accepts the same person again and again', async () => {
  for (let count = 0; count < 5; count += 1) assert.equal((await post(demo.endpoint, person)).status, 201)
})

test('serves a page with the form, the built form for pages of any origin, and nothing else', async () => {
  const page = await fetch(`${demo.address}/`)
  assert.match(page.headers.get('content-security-policy')!, /default-src 'none'; script-src 'self';/)
  const html = await page.text()
  assert.match(html, /This is a demo\./)
  assert.match(html, /<contact-signup endpoint="\/api\/signup"><\/contact-signup>/)
  for (const path of ['contact-signup.js', `chunks/${readdirSync('dist/chunks').find(name => name.endsWith('.js'))}`]) {
    const script = await fetch(`${demo.address}/${path}`, {headers: {origin: 'http://localhost:5173'}})
    assert.deepEqual(
      [script.status, script.headers.get('content-type'), script.headers.get('access-control-allow-origin')],
      [200, 'text/javascript; charset=utf-8', '*'],
    )
  }
  for (const path of [
    'cli.js',
    'chunks',
    'chunks/../cli.js',
    'chunks%2f..%2fcli.js',
    'proxy/node.js',
    'chunks/none.js',
  ])
    assert.equal((await fetch(`${demo.address}/${path}`)).status, 404, path)
})

const refused: [variable: string, value: string, line: RegExp][] = [
  ...['CONTACT_API_URL', 'CONTACT_ACCOUNT_ID', 'CONTACT_ACCOUNT_SECRET', 'CONTACT_ACCOUNT_SECRET_FILE'].map(
    variable => [variable, 'https://api.example.com', /expected to be unset with --demo/] as [string, string, RegExp],
  ),
  ...['OUTBOX', 'OUTBOX_FILE', 'OUTBOX_KEY_FILE', 'LEAD_RETENTION', 'ALERT_URL', 'FORMS_FILE'].map(
    variable => [variable, 'file:contact-signup.db', /expected to be unset with --demo/] as [string, string, RegExp],
  ),
  ['HOST', '0.0.0.0', /expected a loopback address such as 127\.0\.0\.1 with --demo/],
  ['SIGNUP_PATH', 'signup', /expected a path such as \/api\/signup/],
]
for (const [variable, value, line] of refused)
  test(`refuses to start with ${variable}`, async () => {
    const child = spawn(process.execPath, ['src/cli.ts', 'proxy', '--demo'], {
      env: {PATH: process.env.PATH, PORT: '0', [variable]: value},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [stderr, stdout, [code]] = await Promise.all([text(child.stderr), text(child.stdout), once(child, 'exit')])
    assert.match(stderr, new RegExp(`^contact-signup: ${variable}: .*${line.source}`))
    assert.equal(stderr.trim().split('\n').length, 1)
    assert.deepEqual([code, stdout], [1, ''])
  })

test('takes a path and allow-lists from the environment', async t => {
  const other = await startDemo(t, {SIGNUP_PATH: '/join', ALLOWED_TAGS: 'vip', HOST: 'localhost'})
  assert.match(other.endpoint, /\/join$/)
  assert.match(await (await fetch(`${other.address}/`)).text(), /<contact-signup endpoint="\/join">/)
  assert.equal((await post(other.endpoint, {...person, tags: ['vip']})).status, 201)
  await until('the tag', () => /tags +\["vip"\]/.test(other.output()))
  await other.stop()
})
