import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {after, before, describe, test} from 'node:test'
import {runCommand} from '../../src/proxy/commands/commands.ts'
import {startProxy} from '../../src/proxy/node.ts'
import {created, respond, startContactApi, type ContactApi} from '../support/contact-api.ts'
import {freshPath} from '../support/outbox.ts'
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

const places: [string, () => Promise<string>][] = [
  ['a SQLite file', async () => `file:${freshPath()}`],
  ['PostgreSQL', () => postgres.createDatabase('commands')],
]
for (const [place, makeOutbox] of places)
  describe(`on ${place}, beside a running proxy`, () => {
    let env: Record<string, string>
    let api: ContactApi
    let proxy: Awaited<ReturnType<typeof startProxy>>
    before(async () => {
      api = await startContactApi((_request, response) => respond(response, 422))
      env = {
        CONTACT_API_URL: api.url,
        CONTACT_ACCOUNT_ID: 'acc-1',
        CONTACT_ACCOUNT_SECRET: 's',
        PORT: '0',
        OUTBOX: await makeOutbox(),
        OUTBOX_KEY: randomBytes(32).toString('base64'),
        REDELIVERY_RATE: '50',
      }
      proxy = await startProxy(env)
    })
    after(async () => {
      await proxy.close()
      await api.close()
    })

    async function command(...args: string[]) {
      const [printed, remarks]: [string[], string[]] = [[], []]
      const code = await runCommand(args, {env, print: line => printed.push(line), remark: line => remarks.push(line)})
      return {code, printed, remarks}
    }
    const send = (contact: object) =>
      fetch(proxy.endpoint, {
        method: 'POST',
        headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
        body: JSON.stringify(contact),
      })
    const listed = async (...flags: string[]) =>
      (await command('leads', '--json', ...flags)).printed.map(line => JSON.parse(line) as {id: string; state: string})

    test('lists a refused lead, gives it its turn again, and tells how that went', async () => {
      assert.equal((await send(ada)).status, 422)
      const [dead] = await listed('--dead')
      assert.deepEqual(
        {...dead, id: undefined, stored: undefined},
        {id: undefined, state: 'dead', reason: 'refused', status: 422, attempts: 1, stored: undefined},
      )
      const table = await command('leads')
      assert.match(table.printed[1]!, new RegExp(`^${dead!.id}  dead         refused 422 +1 +\\d{4}-`))
      assert.deepEqual(
        [table.remarks, table.printed.join().includes('xample')],
        [['0 pending, 0 sending, 1 dead, 0 quarantined'], false],
      )
      api.answer = created
      const {code, printed, remarks} = await command('retry', '--all-dead', '--watch')
      assert.deepEqual([code, printed], [0, ['1 lead given their turn; a running proxy sends them']])
      assert.match(remarks.at(-1)!, /^0 pending, 0 sending, 0 dead/)
      assert.deepEqual(await listed(), [])
      assert.equal(api.requests.at(-1)!.body.email, 'Ada@example.com')
    })

    test('pauses, and resumes', async () => {
      const calls = api.requests.length
      assert.deepEqual((await command('pause')).printed, ['paused'])
      assert.equal((await send(grace)).status, 202)
      assert.match((await command('leads')).remarks[0]!, /^1 pending, .*; paused \(operator\)$/)
      assert.equal(api.requests.length, calls)
      assert.deepEqual((await command('resume')).printed, ['resumed'])
      assert.deepEqual((await command('resume')).printed, ['it was not paused'])
      const [waiting] = await listed()
      assert.equal((await command('retry', waiting?.id ?? 'gone', '--watch')).code <= 1, true)
      assert.deepEqual(await listed(), [])
    })

    test('erases a lead that is discarded', async () => {
      await command('pause')
      assert.equal((await send({email: 'gone@example.com'})).status, 202)
      const [waiting] = await listed()
      assert.deepEqual((await command('discard', waiting!.id)).printed, ['1 lead erased'])
      const again = await command('discard', waiting!.id)
      assert.deepEqual([again.code, again.remarks], [1, [`${waiting!.id}: no such lead, or not in a state for this`]])
      await command('resume')
    })

    test('exports consent by person, as lines of JSON and as CSV that no spreadsheet runs', async () => {
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

    test('forgets a person, and counts', async () => {
      assert.deepEqual((await command('forget', '--email', 'ada@example.com')).printed, [
        '1 consent record and 1 lead erased, 0 of them undelivered',
      ])
      assert.deepEqual((await command('evidence', '--email', 'ada@example.com')).printed, [])
      assert.deepEqual((await command('forget', '--phone', '+447712345678')).printed, [
        '0 consent records and 0 leads erased, 0 of them undelivered',
      ])
    })

    test('says how it is used', async () => {
      assert.equal((await command('--help')).code, 0)
      for (const args of [
        ['what'],
        ['retry'],
        ['retry', 'x', '--all-dead'],
        ['discard', '--all'],
        ['leads', '--nonsense'],
        ['evidence'],
        ['evidence', '--email', 'ada@'],
        ['forget', '--phone', '1'],
        ['evidence', '--all', '--format', 'xml'],
      ]) {
        const {code, remarks, printed} = await command(...args)
        assert.deepEqual([args, code, printed.length], [args, 2, 0])
        assert.match(remarks.at(-1)!, /contact-signup-proxy \w+/)
      }
      await assert.rejects(
        runCommand(['leads'], {env: {...env, OUTBOX_KEY: randomBytes(32).toString('base64')}, print() {}, remark() {}}),
        /^ConfigurationError: OUTBOX_KEY: expected the key/,
      )
    })
  })
