import assert from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'
import {dirname} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {after, before, describe, test} from 'node:test'
import {createServer as createTlsServer} from 'node:tls'
import {promisify} from 'node:util'
import {checkApi} from '../../../src/proxy/commands/check-api.ts'
import {createCertificate, hasOpenssl, type Certificate} from '../../support/create-certificate.ts'
import {startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {runWith, storesOf} from '../../support/operator.ts'
import {entry, freshPath, openFile} from '../../support/outbox.ts'
import {startPostgres, type Postgres} from '../../support/postgres.ts'

interface Result {
  check: string
  status: string
  message: string
}

let postgres: Postgres
let api: ContactApi
before(async () => {
  postgres = await startPostgres()
  api = await startContactApi()
})
after(async () => {
  await postgres.stop()
  await api.close()
})

const settings = () => ({
  CONTACT_API_URL: api.url,
  CONTACT_ACCOUNT_ID: 'acc-1',
  CONTACT_ACCOUNT_SECRET: 'SECRET-CANARY',
})

async function check(env: Record<string, string>, ...flags: string[]) {
  const {code, printed} = await runWith(env, 'check', '--json', ...flags)
  assert.equal(printed.join().includes('CANARY'), false)
  return {code, results: printed.map(line => JSON.parse(line) as Result)}
}
const messagesOf = (results: Result[], name: string) =>
  results.filter(result => result.check === name).map(({status, message}) => `${status} ${message}`)

/** The origin of a port on which nothing listens. */
async function closedOrigin(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const {port} = server.address() as AddressInfo // it listens on TCP
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

describe('check', () => {
  for (const [name, create] of storesOf(() => postgres))
    test(`reads and writes ${name}, and leaves nothing`, async () => {
      const {env, outbox} = await create('check')
      await outbox.store(entry(), Date.now())
      const {code, results} = await check({...settings(), ...env})
      assert.deepEqual([code, results.map(({status}) => status)], [0, ['ok', 'ok', 'ok', 'ok', 'ok']])
      assert.match(messagesOf(results, 'outbox')[0]!, /^ok (?:file:|postgres:\/\/127).*: can be read and written$/)
      assert.match(messagesOf(results, 'queue')[0]!, /^ok 1 to be sent, .*: 1 pending, 0 sending/)
      assert.deepEqual(messagesOf(results, 'api'), [`ok ${api.url}: connected`])
      assert.equal(api.requests.length, 0)
      await outbox.pause()
      assert.match(messagesOf((await check({...settings(), ...env})).results, 'queue')[0]!, /^warning .*paused/)
      await outbox.close()
    })

  test('fails if the path of the form does not fit the leads in the outbox, as the start does', async () => {
    const path = freshPath()
    const outbox = await openFile(path)
    await outbox.bindForm({path: '/join', defaultPath: '/api/signup', isFile: true})
    await outbox.store(entry(), Date.now())
    const env = {...settings(), OUTBOX: `file:${path}`}
    const found = await check({...env, SIGNUP_PATH: '/sign'})
    assert.equal(found.code, 1)
    const line = 'SIGNUP_PATH: expected /join, to whose form leads in the outbox belong'
    assert.deepEqual(messagesOf(found.results, 'outbox').slice(1), [`failed ${line}`])
    assert.equal((await check({...env, SIGNUP_PATH: '/join'})).code, 0)
    await outbox.store(entry({form: '/jobs'}), Date.now())
    const beside = await check({...env, SIGNUP_PATH: '/join'})
    const [, absent] = messagesOf(beside.results, 'queue')
    assert.deepEqual([beside.code, absent], [0, 'warning /jobs: 1 to be sent, but there is no such form any more'])
    await outbox.close()
  })

  test('finds wrong settings of records of consent, if there are any', async () => {
    const {code, results} = await check({...settings(), OUTBOX: 'none', JURISDICTION: 'UK', CONTROLLER_NAME: 'Example'})
    assert.deepEqual(
      [code, messagesOf(results, 'settings').map(message => message.slice(0, 29))],
      [1, ['failed JURISDICTION: expected']],
    )
  })

  test('fails if leads are to be traced and the API of OpenTelemetry is not installed', async () => {
    const env = {...settings(), PATH: process.env.PATH, OUTBOX: 'none', TRACES: 'on'}
    const hook = `import {registerHooks} from 'node:module'
      const missing = Object.assign(new Error(), {code: 'ERR_MODULE_NOT_FOUND'})
      registerHooks({resolve(name, context, next) {
        if (name === '@opentelemetry/api' && !context.parentURL.includes('/prom-client/')) throw missing
        return next(name, context)
      }})`
    const args = ['src/proxy/cli.ts', 'check', '--json']
    const run = (...options: string[]) =>
      promisify(execFile)(process.execPath, [...options, ...args], {env}).then(
        ({stdout}) => stdout,
        ({stdout}: {stdout: string}) => stdout,
      )
    const [first] = (await run('--import', `data:text/javascript,${encodeURIComponent(hook)}`)).split('\n')
    const {status, message} = JSON.parse(first!) as Result
    assert.equal(status, 'failed')
    assert.match(message, /^TRACES: on needs the package @opentelemetry\/api/)
    assert.equal((JSON.parse((await run()).split('\n')[0]!) as Result).status, 'ok')
  })

  test('prints a line for each result', async () => {
    const {code, printed} = await runWith({...settings(), OUTBOX: 'none'}, 'check')
    assert.equal(code, 0)
    assert.deepEqual(printed, [
      'ok       settings  all variables are valid',
      'warning  outbox    none: leads and consent records are not stored',
      `ok       api       ${api.url}: connected`,
      'ok       origins   none: pages of the same origin only',
    ])
  })

  test('reports every setting that is invalid, and those that are probably misspelt', async () => {
    const {code, results} = await check({
      CONTACT_API_URL: 'ftp://api.example',
      PORT: 'x',
      OUTBOX: 'nowhere',
      OUTBOX_KEY_FILE: '/nonexistent/key',
      RATE_LIMIT_ADRESS: '1/1',
    })
    const found = messagesOf(results, 'settings').map(message => message.split(':')[0])
    assert.equal(code, 1)
    for (const variable of ['CONTACT_API_URL', 'CONTACT_ACCOUNT_ID', 'PORT', 'OUTBOX_KEY_FILE'])
      assert.ok(found.includes(`failed ${variable}`), variable)
    assert.ok(found.includes('warning RATE_LIMIT_ADRESS'))
  })

  test('reports settings that contradict one another', async () => {
    const {code, results} = await check({...settings(), OUTBOX: 'none', RATE_LIMIT_STORE: 'outbox'})
    assert.deepEqual(
      [code, messagesOf(results, 'settings')],
      [1, ['failed RATE_LIMIT_STORE: expected memory where OUTBOX is none']],
    )
  })

  test('creates no outbox', async () => {
    const path = freshPath()
    const {code, results} = await check({...settings(), OUTBOX: `file:${path}`})
    assert.deepEqual([code, readdirSync(dirname(path))], [0, []])
    assert.deepEqual(messagesOf(results, 'outbox'), [`warning file:${path}: no outbox yet, the proxy creates it`])
    const inNoFolder = await check({...settings(), OUTBOX: `file:${path}-no/x.db`})
    assert.deepEqual(
      [inNoFolder.code, messagesOf(inNoFolder.results, 'outbox')],
      [1, [`failed file:${path}-no/x.db: expected a folder in which this user may create the file`]],
    )
  })

  test('says what the proxy would do with a place that is no outbox of this version', async () => {
    const [empty, other, earlier] = [freshPath(), freshPath(), freshPath()]
    writeFileSync(empty, '')
    const photos = new DatabaseSync(other)
    photos.exec('CREATE TABLE photos (id INTEGER)')
    photos.close()
    await (await openFile(earlier)).close()
    const database = new DatabaseSync(earlier)
    database.exec(`UPDATE signup_meta SET value = '2' WHERE name = 'format'`)
    database.close()
    const found = async (OUTBOX: string) => messagesOf((await check({...settings(), OUTBOX})).results, 'outbox')
    assert.deepEqual(await found(`file:${empty}`), [`warning file:${empty}: no outbox yet, the proxy creates it`])
    assert.deepEqual(await found(`file:${other}`), [
      'failed OUTBOX: expected an empty file or an outbox, this is the database of another program',
    ])
    assert.deepEqual(await found(`file:${earlier}`), [
      `warning file:${earlier}: of an earlier version, the proxy upgrades it`,
    ])
    const url = await postgres.createDatabase('unused')
    assert.deepEqual(await found(url), [
      `warning postgres://${new URL(url).host}/unused: no outbox yet, the proxy creates its tables`,
    ])
  })

  test('reports a store that is no outbox, that is read-only, or that has no key', async () => {
    const other = freshPath()
    writeFileSync(other, 'no database')
    const folder = freshPath()
    mkdirSync(folder)
    for (const path of [other, folder]) {
      const {code, results} = await check({...settings(), OUTBOX: `file:${path}`})
      assert.deepEqual([code, messagesOf(results, 'outbox')[0]!.split(' ')[0]], [1, 'failed'])
    }
    const path = freshPath()
    const outbox = await openFile(path)
    await outbox.store(entry(), Date.now())
    const {results} = await check({
      ...settings(),
      OUTBOX: `file:${path}`,
      OUTBOX_KEY: Buffer.alloc(32).toString('base64'),
    })
    assert.match(messagesOf(results, 'outbox')[0]!, /^failed OUTBOX_KEY: expected no value/)
    const writer = new DatabaseSync(path)
    writer.exec('BEGIN IMMEDIATE')
    const locked = await check({...settings(), OUTBOX: `file:${path}`})
    writer.exec('ROLLBACK')
    writer.close()
    assert.deepEqual(
      [locked.code, locked.results.some(({check: of, status}) => of === 'outbox' && status === 'failed')],
      [1, true],
    )
    await outbox.close()
  })

  test('reports an API that cannot be reached', async () => {
    const closed = await closedOrigin()
    const {code, results} = await check({...settings(), OUTBOX: 'none', CONTACT_API_URL: closed})
    assert.deepEqual([code, messagesOf(results, 'api')], [1, [`failed ${closed}: ECONNREFUSED`]])
  })

  test('only warns of an API that may be reachable through an HTTPS proxy', async () => {
    const url = 'https://nowhere.invalid'
    const env = {...settings(), OUTBOX: 'none', https_proxy: 'http://127.0.0.1:9'}
    const {code, results} = await check({...env, CONTACT_API_URL: url})
    assert.equal(code, 0)
    assert.match(
      messagesOf(results, 'api')[0]!,
      /^warning https:\/\/nowhere\.invalid: (?:ENOTFOUND|EAI_AGAIN), but HTTPS_PROXY is set, which is not checked$/,
    )
    const closed = await closedOrigin()
    const loopback = await check({...env, CONTACT_API_URL: closed})
    assert.deepEqual([loopback.code, messagesOf(loopback.results, 'api')], [1, [`failed ${closed}: ECONNREFUSED`]])
  })

  test('requests the allowed origins only if it is to', async () => {
    const closed = await closedOrigin()
    const env = {...settings(), OUTBOX: 'none', ALLOWED_ORIGINS: `${api.url} ${closed} https://*.example.dev`}
    const offline = await check(env)
    assert.deepEqual(
      [offline.code, messagesOf(offline.results, 'origins'), api.requests.length],
      [0, [`ok ${api.url} ${closed} https://*.example.dev`], 0],
    )
    const {code, results} = await check(env, '--online')
    assert.deepEqual(messagesOf(results, 'origins'), [
      `ok ${api.url}: responds with 201`,
      `failed ${closed}: ECONNREFUSED`,
      'ok https://*.example.dev: not requested',
    ])
    assert.deepEqual([code, api.requests.map(({method}) => method)], [1, ['HEAD']])
  })
})

describe('check of an API with TLS', {skip: !hasOpenssl && 'needs openssl'}, () => {
  let received = 0

  /** Checks a server with this certificate by the name `localhost`. */
  async function checkServer(certificate: Certificate, isTrusted: boolean) {
    const server = createTlsServer(certificate, socket => {
      socket.on('data', ({length}) => (received += length)).on('error', () => {})
    }).listen(0, '127.0.0.1')
    server.on('tlsClientError', () => {})
    await new Promise(resolve => server.once('listening', resolve))
    const {port} = server.address() as AddressInfo // it listens on TCP
    const {status, message} = await checkApi(`https://localhost:${port}/v1`, isTrusted ? {ca: certificate.cert} : {})
    await new Promise(resolve => server.close(resolve))
    return `${status} ${message.replace(/^https:\/\/localhost:\d+: /, '')}`
  }

  test('says how long its certificate is valid, and sends nothing', async () => {
    assert.match(
      await checkServer(createCertificate('localhost', 100), true),
      /^ok TLSv1\.3, the certificate is valid for (?:99|100) more days$/,
    )
    assert.equal(received, 0)
  })

  test('warns of a certificate that expires soon', async () =>
    assert.match(
      await checkServer(createCertificate('localhost', 5), true),
      /^warning TLSv1\.3, the certificate is valid for [45] more days$/,
    ))

  test('reports a certificate that is not trusted, or of another host', async () => {
    assert.equal(await checkServer(createCertificate('localhost', 100), false), 'failed DEPTH_ZERO_SELF_SIGNED_CERT')
    assert.equal(
      await checkServer(createCertificate('other.example', 100), true),
      'failed ERR_TLS_CERT_ALTNAME_INVALID',
    )
  })
})
