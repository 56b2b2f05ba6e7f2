import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {after, before, describe, test} from 'node:test'
import {runCommand} from '../../src/proxy/commands/commands.ts'
import {startProxy} from '../../src/proxy/node.ts'
import {created, respond, startContactApi, type ContactApi} from '../support/contact-api.ts'
import {runWith} from '../support/operator.ts'
import {freshPath, until} from '../support/outbox.ts'
import {startPostgres, type Postgres} from '../support/postgres.ts'

const consent = {
  terms: 'I agree to the terms',
  marketing: '=HYPERLINK("http://evil.example")',
  page: 'https://ok.example/landing',
  lang: 'en',
}
const ada = {
  email: 'Ada@Example.com',
  phone_countrycode: '44',
  phone_number: '7712345678',
  gdpr_accept_terms: true,
  gdpr_marketing_consent: false,
  consent,
}
const grace = {email: 'grace@example.com'}

const sha256 = async (text: string) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex')

let postgres: Postgres
before(async () => void (postgres = await startPostgres()))
after(() => postgres.stop())

const stores: [name: string, create: () => Promise<string>][] = [
  ['a SQLite file', async () => `file:${freshPath()}`],
  ['PostgreSQL', () => postgres.createDatabase('commands')],
]
for (const [store, createStore] of stores)
  describe(`commands on ${store}, while a proxy is running`, () => {
    let env: Record<string, string>
    let api: ContactApi
    let proxy: Awaited<ReturnType<typeof startProxy>>
    before(async () => {
      // After the visitor's response: a refusal that a visitor is shown is no dead letter.
      api = await startContactApi((_request, response) => void setTimeout(() => respond(response, 422), 200))
      env = {
        CONTACT_API_URL: api.url,
        CONTACT_ACCOUNT_ID: 'acc-1',
        CONTACT_ACCOUNT_SECRET: 's',
        PORT: '0',
        OUTBOX: await createStore(),
        OUTBOX_KEY: randomBytes(32).toString('base64'),
        REDELIVERY_RATE: '50',
        ANSWER_WITHIN: '0.05',
      }
      proxy = await startProxy(env)
    })
    after(async () => {
      await proxy.close()
      await api.close()
    })

    const command = (...args: string[]) => runWith(env, ...args)
    const send = (contact: object) =>
      fetch(proxy.endpoint, {
        method: 'POST',
        headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
        body: JSON.stringify(contact),
      })
    const listed = async (...flags: string[]) =>
      (await command('leads', '--json', ...flags)).printed.map(line => JSON.parse(line) as {id: string; state: string})

    test('lists a refused lead, retries it and watches the delivery', async () => {
      assert.equal((await send(ada)).status, 202)
      const dead = await until('the dead letter', async () => (await listed('--dead'))[0])
      assert.deepEqual(
        {...dead, id: undefined, stored: undefined},
        {
          id: undefined,
          form: '/api/signup',
          state: 'dead',
          reason: 'refused',
          status: 422,
          attempts: 1,
          stored: undefined,
        },
      )
      const table = await command('leads')
      assert.match(table.printed[1]!, new RegExp(`^${dead!.id}  dead         refused 422 +1 +\\d{4}-`))
      assert.deepEqual(
        [table.remarks, table.printed.join().includes('xample')],
        [['0 pending, 0 sending, 1 dead, 0 quarantined'], false],
      )
      api.answer = created
      const {code, printed, remarks} = await command('retry', '--all-dead', '--watch')
      assert.deepEqual([code, printed], [0, ['1 lead queued for retry']])
      assert.match(remarks.at(-1)!, /^0 pending, 0 sending, 0 dead/)
      assert.deepEqual(await listed(), [])
      assert.equal(api.requests.at(-1)!.body.email, 'Ada@example.com')
    })

    test('pauses delivery, retries a pending lead and resumes', async () => {
      const calls = api.requests.length
      assert.deepEqual((await command('pause')).printed, ['paused'])
      assert.equal((await send(grace)).status, 202)
      assert.match((await command('leads')).remarks[0]!, /^1 pending, .*; paused \(operator\)$/)
      assert.equal(api.requests.length, calls)
      const [pending] = await listed()
      const retried = await command('retry', pending!.id)
      assert.deepEqual([retried.code, retried.printed, retried.remarks], [0, ['1 lead queued for retry'], []])
      assert.equal(api.requests.length, calls)
      assert.deepEqual((await command('resume')).printed, ['resumed'])
      assert.deepEqual((await command('resume')).printed, ['was not paused'])
      await until('delivery', async () => (await listed()).length === 0)
      assert.deepEqual(
        api.requests.slice(calls).map(({body}) => body.email),
        [grace.email],
      )
    })

    test('reports a lead that cannot be retried or released', async () => {
      const id = crypto.randomUUID()
      const retried = await command('retry', id, 'ada@example.com')
      assert.deepEqual(
        [retried.code, retried.printed, retried.remarks],
        [
          1,
          ['0 leads queued for retry'],
          [`${id}: not found, or not dead/pending/refused`, 'ID: not found, or not dead/pending/refused'],
        ],
      )
      const released = await command('release', id)
      assert.deepEqual(
        [released.code, released.printed, released.remarks],
        [1, ['0 leads queued for delivery'], [`${id}: not found, or not quarantined`]],
      )
    })

    test('deletes a discarded lead', async () => {
      await command('pause')
      assert.equal((await send({email: 'gone@example.com'})).status, 202)
      const [pending] = await listed()
      assert.deepEqual((await command('discard', pending!.id)).printed, ['1 lead deleted'])
      const again = await command('discard', pending!.id)
      assert.deepEqual(
        [again.code, again.remarks],
        [1, [`${pending!.id}: not found, or not pending/dead/quarantined/refused`]],
      )
      await command('resume')
    })

    test('exports the consent of a person as JSON lines, and as CSV without formulas', async () => {
      const {printed} = await command('evidence', '--email', 'ada@example.COM')
      const record = JSON.parse(printed[0]!) as Record<string, unknown>
      assert.match(String(record.time), /^\d{4}-\d\d-\d\dT/)
      assert.deepEqual(
        {...record, time: undefined, lead: undefined},
        {
          time: undefined,
          lead: undefined,
          address: '127.0.0.1',
          page: consent.page,
          lang: 'en',
          email: 'ada@example.com',
          phone: '+447712345678',
          terms: {accepted: true, digest: await sha256(consent.terms), text: consent.terms},
          marketing: {accepted: false, digest: await sha256(consent.marketing), text: consent.marketing},
        },
      )
      const csv = await command('evidence', '--phone', '+44 7712 345678', '--format', 'csv')
      assert.match(csv.printed[0]!, /^"time","email","phone"/)
      assert.ok(
        csv.printed[1]!.includes(`"'+447712345678"`) &&
          csv.printed[1]!.includes(`"'=HYPERLINK(""http://evil.example"")"`),
      )
      assert.equal((await command('evidence', '--email', 'nobody@example.com')).printed.length, 0)
      assert.equal((await command('evidence', '--all')).printed.length, 3)
    })

    test('deletes everything about a person and prints how much', async () => {
      assert.deepEqual((await command('forget', '--email', 'ada@example.com')).printed, [
        '1 consent record and 1 lead deleted, 0 of them undelivered',
      ])
      assert.deepEqual((await command('evidence', '--email', 'ada@example.com')).printed, [])
      assert.deepEqual((await command('forget', '--phone', '+447712345678')).printed, [
        '0 consent records and 0 leads deleted, 0 of them undelivered',
      ])
    })

    test('prints the help', async () => assert.equal((await command('--help')).code, 0))

    test('refuses an outbox that was encrypted with another key', async () => {
      await assert.rejects(
        runCommand(['leads'], {env: {...env, OUTBOX_KEY: randomBytes(32).toString('base64')}, print() {}, remark() {}}),
        /^ConfigurationError: OUTBOX_KEY: expected the key/,
      )
    })
  })
