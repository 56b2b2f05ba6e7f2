import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {after, afterEach, beforeEach, suite, test} from 'node:test'
import type {Challenge} from 'altcha-lib'
import {startCommand} from '../../support/command.ts'
import {created, respond, type ContactApi} from '../../support/contact-api.ts'
import {createFormsFolder, deliveriesTo, postTo, startApis, startForms, type FormsProxy} from '../../support/forms.ts'
import {prove, type Proof} from '../../support/proof.ts'
import {runWith} from '../../support/operator.ts'
import {freshPath, until} from '../../support/outbox.ts'
import {startPostgres} from '../../support/postgres.ts'

const postgres = await startPostgres()
after(() => postgres.stop())
let databases = 0
const stores: [name: string, create: () => Promise<string>][] = [
  ['SQLite', async () => `file:${freshPath()}`],
  ['PostgreSQL', () => postgres.createDatabase(`forms_${(databases += 1)}`)],
]

for (const [name, createStore] of stores)
  suite(`a proxy with several forms, with ${name}`, () => {
    let apis: [ContactApi, ContactApi]
    let OUTBOX: string
    let proxy: FormsProxy
    let forms: Record<string, object>
    const start = async (env: Record<string, string> = {}) => {
      const folder = createFormsFolder(['news', 'jobs'])
      proxy = await startForms(forms, {OUTBOX, ...env}, folder)
      return proxy
    }
    beforeEach(async () => {
      apis = await startApis()
      OUTBOX = await createStore()
      forms = {
        '/news': {
          url: apis[0].url,
          accountId: 'news',
          accountSecretFile: 'news',
          allowedOrigins: ['https://news.example'],
          allowedTags: ['news'],
          allowedLists: ['news'],
          allowedFields: ['news'],
        },
        '/jobs': {
          url: apis[1].url,
          accountId: 'jobs',
          accountSecretFile: 'jobs',
          allowedOrigins: ['https://jobs.example'],
          allowedTags: ['jobs'],
          successUrl: 'https://jobs.example/thanks',
          rateLimitPerson: '2/3600',
        },
      }
    })
    afterEach(async () => {
      await proxy.stop()
      await Promise.all(apis.map(api => api.close()))
    })
    const command = (...args: string[]) => runWith({OUTBOX}, ...args)
    const listed = async (...args: string[]) =>
      (await command('leads', '--json', ...args)).printed.map(line => JSON.parse(line) as Record<string, unknown>)

    test('sends each lead to the account of its form, also after an outage', async () => {
      await start()
      for (const api of apis) api.answer = (_request, response) => response.destroy()
      for (const path of ['/news', '/jobs'])
        assert.equal((await proxy.post(path, {email: `late${path.slice(1)}@example.com`})).status, 202)
      for (const api of apis) {
        api.requests.length = 0
        api.answer = created
      }
      for (const path of ['/news', '/jobs'])
        assert.equal((await proxy.post(path, {email: `${path.slice(1)}@example.com`})).status, 201)
      await command('retry', '--state', 'pending')
      await until('delivery', async () => (await listed()).length === 0)
      for (const [index, account] of ['news', 'jobs'].entries())
        assert.deepEqual(
          deliveriesTo(apis[index]!).sort(),
          [
            [account, `${account}-secret`, `${account}@example.com`],
            [account, `${account}-secret`, `late${account}@example.com`],
          ].sort(),
        )
      assert.equal((await proxy.post('/other', {email: 'a@example.com'})).status, 404)
    })

    for (const RATE_LIMIT_STORE of name === 'SQLite' ? ['memory', 'outbox'] : ['outbox'])
      test(`responds as the proxy of that form alone, whatever the other form has, with limits in the ${RATE_LIMIT_STORE}`, async t => {
        // Both forms have one account, so that nothing but the form is different.
        forms['/news'] = {...forms['/news'], accountId: 'jobs', accountSecretFile: 'jobs', rateLimitTotal: '5/3600'}
        forms['/jobs'] = {...forms['/jobs'], rateLimitTotal: '20/3600'}
        await start({RATE_LIMIT_STORE})
        const alone = await startCommand({
          OUTBOX: await createStore(),
          RATE_LIMIT_STORE,
          PORT: '0',
          SIGNUP_PATH: '/jobs',
          CONTACT_API_URL: apis[1].url,
          CONTACT_ACCOUNT_ID: 'jobs',
          CONTACT_ACCOUNT_SECRET: 'jobs-secret',
          ALLOWED_ORIGINS: 'https://jobs.example',
          ALLOWED_TAGS: 'jobs',
          SUCCESS_URL: 'https://jobs.example/thanks',
          RATE_LIMIT_ADDRESS: 'off',
          RATE_LIMIT_PERSON: '2/3600',
          RATE_LIMIT_TOTAL: '20/3600',
        })
        t.after(() => alone.stop())
        const [key, other, email] = [randomUUID(), randomUUID(), 'ada@example.com']
        const news = {origin: 'https://news.example'}
        for (let leads = 0; leads < 3; leads += 1)
          assert.equal(
            (await proxy.post('/news', {email, name_first: `Ada${leads}`, tags: ['news']}, news)).status,
            201,
          )
        assert.equal(
          (await proxy.post('/news', {email: 'grace@example.com'}, {...news, 'idempotency-key': key})).status,
          201,
        )
        const calls = apis[1].requests.length
        const jobs = {origin: 'https://jobs.example'}
        const requests: [what: string, path: string, init: RequestInit & {headers: Record<string, string>}][] = [
          ['a key of the other form', '', post({email: 'grace@example.com'}, {...jobs, 'idempotency-key': key})],
          ['it again', '', post({email: 'grace@example.com'}, {...jobs, 'idempotency-key': key})],
          ['its key with another contact', '', post({email: 'x@example.com'}, {...jobs, 'idempotency-key': key})],
          ['a person of the other form', '', post({email, name_first: 'Ada0'}, {...jobs, 'idempotency-key': other})],
          ['it as a duplicate', '', post({email, name_first: 'Ada0'}, jobs)],
          ['a third lead of the person', '', post({email, name_first: 'Ada2'}, jobs)],
          ['an origin of the other form', '', post({email}, news)],
          ['a tag of the other form', '', post({email, tags: ['news']}, jobs)],
          ['a list of the other form', '', post({email, list_ids: ['news'], gdpr_marketing_consent: true}, jobs)],
          ['a field of the other form', '', post({email, news: 'x'}, jobs)],
          ['a preflight', '', {method: 'OPTIONS', headers: jobs}],
          ['a preflight of the other origin', '', {method: 'OPTIONS', headers: news}],
          ['a challenge', '/challenge', post({}, jobs)],
          ['a query', '?x=1', post({email}, jobs)],
          ['another method', '', {method: 'PUT', headers: jobs}],
          ['a form without script', '', plain('email=plain@example.com', jobs)],
          ['one that is invalid', '', plain('email=plain', jobs)],
        ]
        for (const [what, rest, init] of requests) {
          const [found, expected] = [
            await toComparable(await fetch(`${proxy.command.address}/jobs${rest}`, init)),
            await toComparable(await fetch(`${alone.endpoint}${rest}`, init)),
          ]
          assert.deepEqual(found, expected, what)
        }
        // Each of the two proxies has sent what it accepted to the same API.
        const sent = apis[1].requests.slice(calls).map(({body}) => body.email)
        assert.deepEqual(sent.sort(), [
          email,
          email,
          'grace@example.com',
          'grace@example.com',
          'plain@example.com',
          'plain@example.com',
        ])
      })

    // How the file is read again does not depend on the store.
    if (name === 'SQLite') {
      test('keeps forms apart without an outbox', async () => {
        await start({OUTBOX: 'none'})
        const [key, contact] = [randomUUID(), {email: 'ada@example.com'}]
        for (const path of ['/news', '/jobs', '/news', '/jobs'])
          assert.equal((await proxy.post(path, contact, {'idempotency-key': key})).status, 201)
        forms['/news'] = {...forms['/news'], minFillTime: 1}
        proxy.write(forms)
        await proxy.seen('forms_changed')
        assert.equal(
          (await proxy.post('/news', contact, {'idempotency-key': key})).status,
          201,
          'a retry after the change',
        )
        assert.deepEqual(deliveriesTo(apis[0]), [['news', 'news-secret', contact.email]])
        assert.deepEqual(deliveriesTo(apis[1]), [['jobs', 'jobs-secret', contact.email]])
      })

      test('serves changed forms without losing or refusing a lead', async () => {
        await start()
        const statuses: number[] = []
        let isPosting = true
        const visitors = Array.from({length: 4}, async (_, visitor) => {
          for (let lead = 0; isPosting; lead += 1) {
            const response = await proxy.post(
              '/news',
              {email: `v${visitor}-${lead}@example.com`},
              {origin: 'https://news.example'},
            )
            statuses.push(response.status)
          }
        })
        for (let change = 1; change <= 3; change += 1) {
          forms['/news'] = {...forms['/news'], minFillTime: change}
          proxy.write(forms)
          await proxy.seen('forms_changed', change)
        }
        isPosting = false
        await Promise.all(visitors)
        assert.ok(statuses.length > 20)
        assert.deepEqual(
          statuses.filter(status => status !== 201 && status !== 202),
          [],
        )
        await until('delivery', async () => (await listed()).length === 0)
        assert.equal(new Set(apis[0].requests.map(({body}) => body.email)).size, statuses.length)
        assert.equal(apis[0].requests.length, statuses.length, 'and none twice')
        assert.deepEqual(apis[1].requests, [])
      })

      test('accepts once the proof of work of a visitor who began before their form changed', async () => {
        forms['/news'] = {...forms['/news'], proofOfWork: true}
        await start()
        const origin = 'https://news.example'
        const begin = async () => {
          const response = await proxy.post('/news/challenge', {}, {origin})
          return prove((await response.json()) as Challenge)
        }
        const send = async (form_proof: Proof, key: string) => {
          const contact = {email: `${key}@example.com`, form_proof}
          return (await proxy.post('/news', contact, {origin, 'idempotency-key': key})).status
        }
        const [first, second, keys] = [
          await begin(),
          await begin(),
          [randomUUID(), randomUUID(), randomUUID()],
        ] as const
        assert.equal(await send(first, keys[0]!), 201)
        proxy.write({...forms, '/news': {...forms['/news'], allowedTags: ['others']}})
        await proxy.seen('forms_changed')
        assert.equal(await send(second, keys[1]!), 201)
        for (const redeemed of [first, second]) assert.equal(await send(redeemed, keys[2]!), 403)
        assert.equal(await send(first, keys[0]!), 201)
      })

      test('serves the forms as they were when the file becomes wrong, and says why once', async () => {
        await start()
        proxy.write({...forms, '/news': {...forms['/news'], allowedOrigin: []}})
        const {level, reason} = await proxy.seen('forms_file_invalid')
        assert.deepEqual(
          [level, reason],
          ['error', 'FORMS_FILE: /news: allowedOrigin: unknown, allowedOrigins is probably meant'],
        )
        assert.equal((await proxy.post('/news', {email: 'ada@example.com'})).status, 201)
        proxy.write('{')
        await proxy.seen('forms_file_invalid', 2)
        assert.equal((await proxy.post('/jobs', {email: 'ada@example.com'})).status, 201)
        proxy.write({...forms, '/news': {...forms['/news'], accountSecretFile: 'CANARY'.repeat(50)}})
        await proxy.seen('forms_file_invalid', 3)
        proxy.write(forms)
        await proxy.seen('forms_changed')
        assert.equal(proxy.events('forms_file_invalid').length, 3)
        assert.doesNotMatch(proxy.command.output(), /CANARY/)
      })

      test('refuses to send the leads that wait for a form to another account', async () => {
        await start()
        apis[1].answer = (_request, response) => respond(response, 503)
        assert.equal((await proxy.post('/jobs', {email: 'ada@example.com'})).status, 202)
        apis[1].answer = created
        apis[1].requests.length = 0
        const {'/news': news, '/jobs': jobs} = forms
        const line =
          /^FORMS_FILE: \/jobs: accountId: expected the same url and account while the form has undelivered leads/
        proxy.write({'/news': jobs, '/jobs': news})
        assert.match(String((await proxy.seen('forms_file_invalid')).reason), line)
        assert.equal((await proxy.post('/jobs', {email: 'bob@example.com'})).status, 202, 'paused, and another reason')
        proxy.write({'/news': news})
        await proxy.seen('forms_changed')
        proxy.write({'/news': news, '/jobs': {...jobs, accountId: 'other'}})
        assert.match(String((await proxy.seen('forms_file_invalid', 2)).reason), line, 'a form that returns')
        proxy.write({'/news': {...news, accountId: 'other'}, '/jobs': {...jobs, minFillTime: 1}})
        await proxy.seen('forms_changed', 2)
        await command('resume')
        await command('retry', '--state', 'pending')
        await until('delivery', async () => (await listed()).length === 0)
        assert.deepEqual(
          deliveriesTo(apis[1]).sort(),
          ['ada', 'bob'].map(name => ['jobs', 'jobs-secret', `${name}@example.com`]),
        )
        proxy.write({'/news': news, '/jobs': {...jobs, accountId: 'other'}})
        await proxy.seen('forms_changed', 3)
        assert.equal((await proxy.post('/jobs', {email: 'eve@example.com'})).status, 201)
        assert.deepEqual(deliveriesTo(apis[1])[2], ['other', 'jobs-secret', 'eve@example.com'])
      })

      test('uses the new secret of a form when its file changes', async () => {
        await start()
        writeFileSync(join(proxy.folder, 'jobs'), 'NEW-CANARY')
        assert.equal((await proxy.seen('secret_rotated')).form, '/jobs')
        for (const path of ['/news', '/jobs'])
          assert.equal((await proxy.post(path, {email: 'ada@example.com'})).status, 201)
        assert.deepEqual(deliveriesTo(apis[0]), [['news', 'news-secret', 'ada@example.com']])
        assert.deepEqual(deliveriesTo(apis[1]), [['jobs', 'NEW-CANARY', 'ada@example.com']])
        assert.doesNotMatch(proxy.command.output(), /NEW-CANARY|-secret/)
      })
    }

    test('keeps the leads of a form that is gone, tells the operator, and sends them when it returns', async () => {
      await start()
      apis[1].answer = (_request, response) => respond(response, 503)
      assert.equal((await proxy.post('/jobs', {email: 'ada@example.com'})).status, 202)
      const {'/jobs': jobs, ...others} = forms
      proxy.write(others)
      await proxy.seen('forms_changed')
      const {level, form, leads} = await proxy.seen('form_absent')
      assert.deepEqual([level, form, leads], ['warn', '/jobs', 1])
      assert.equal((await proxy.post('/jobs', {email: 'bob@example.com'})).status, 404)
      apis[1].answer = created
      apis[1].requests.length = 0
      await command('resume')
      await command('retry', '--state', 'pending')
      assert.equal((await proxy.post('/news', {email: 'eve@example.com'})).status, 201)
      await proxy.stop()
      assert.deepEqual(deliveriesTo(apis[0]), [['news', 'news-secret', 'eve@example.com']])
      assert.deepEqual([apis[1].requests, (await listed()).map(({state}) => state)], [[], ['pending']])

      forms = others
      await start()
      assert.equal((await proxy.seen('form_absent')).form, '/jobs')
      proxy.write({...others, '/jobs': jobs})
      await proxy.seen('forms_changed')
      await until('delivery', async () => (await listed()).length === 0)
      assert.deepEqual(deliveriesTo(apis[1]), [['jobs', 'jobs-secret', 'ada@example.com']])
      assert.equal(apis[0].requests.length, 1)
    })

    test('pauses the form whose account is rejected, and no other', async () => {
      await start({METRICS_TOKEN: 'token-of-the-metrics'})
      apis[1].answer = (_request, response) => respond(response, 401)
      assert.equal((await proxy.post('/jobs', {email: 'ada@example.com'})).status, 202)
      assert.equal((await proxy.seen('queue_paused')).form, '/jobs')
      assert.equal((await proxy.post('/jobs', {email: 'bob@example.com'})).status, 202)
      assert.equal((await proxy.post('/news', {email: 'bob@example.com'})).status, 201)
      assert.equal(apis[1].requests.length, 1)
      const metrics = await (
        await fetch(`${proxy.command.address}/metrics`, {headers: {authorization: 'Bearer token-of-the-metrics'}})
      ).text()
      for (const line of [
        'contact_signup_queue_paused{form="/jobs"} 1',
        'contact_signup_queue_paused{form="/news"} 0',
        'contact_signup_leads{state="pending",form="/jobs"} 2',
        'contact_signup_leads{state="pending",form="/news"} 0',
        'contact_signup_requests_total{event="created",form="/news"} 1',
        'contact_signup_requests_total{event="accepted",form="/jobs"} 2',
        'contact_signup_events_total{event="queue_paused",level="error",form="/jobs"} 1',
        'contact_signup_events_total{event="delivered",level="info",form="/jobs"} 0',
        'contact_signup_attempts_limit{form="/news"} 64',
        'contact_signup_api_seconds_count{status="401",form="/jobs"} 1',
      ])
        assert.ok(metrics.split('\n').includes(line), line)
      assert.deepEqual([...new Set([...metrics.matchAll(/form="([^"]*)"/g)].map(([, form]) => form))].sort(), [
        '/jobs',
        '/news',
      ])
      assert.equal((await fetch(`${proxy.command.address}/healthz`)).status, 200)
    })

    test('gives the leads of the time before the file to the form at the path of the environment', async () => {
      const account = {CONTACT_API_URL: apis[0].url, CONTACT_ACCOUNT_ID: 'news', CONTACT_ACCOUNT_SECRET: 'news-secret'}
      const one = await startCommand({OUTBOX, PORT: '0', SIGNUP_PATH: '/news', ...account})
      for (const api of apis) api.answer = (_request, response) => respond(response, 503)
      const [key, contact] = [randomUUID(), {email: 'ada@example.com'}]
      assert.equal((await postTo(one.endpoint, contact, {'idempotency-key': key})).status, 202)
      await one.stop()
      apis[0].requests.length = 0
      for (const api of apis) api.answer = created
      await start()
      assert.equal((await proxy.post('/jobs', contact, {'idempotency-key': key})).status, 201)
      await command('resume')
      await until('delivery', async () => (await listed()).length === 0)
      assert.equal((await proxy.post('/news', contact, {'idempotency-key': key})).status, 201, 'the same lead')
      assert.deepEqual(deliveriesTo(apis[0]), [['news', 'news-secret', 'ada@example.com']])
      assert.deepEqual(deliveriesTo(apis[1]), [['jobs', 'jobs-secret', 'ada@example.com']])
    })

    test('refuses to give such leads to the form of another path', async () => {
      await start({SIGNUP_PATH: '/news'})
      apis[0].answer = (_request, response) => respond(response, 503)
      assert.equal((await proxy.post('/news', {email: 'ada@example.com'})).status, 202)
      await proxy.stop()
      const account = {CONTACT_API_URL: apis[1].url, CONTACT_ACCOUNT_ID: 'jobs', CONTACT_ACCOUNT_SECRET: 'jobs-secret'}
      const line = /SIGNUP_PATH: expected \/news, to whose form leads in the outbox belong/
      await assert.rejects(start({SIGNUP_PATH: '/jobs'}), line)
      await assert.rejects(startCommand({OUTBOX, PORT: '0', ...account}), line)
      assert.deepEqual(apis[1].requests, [])
    })

    test('refuses to start the form of the environment at the path of another form whose leads wait', async () => {
      await start()
      apis[1].answer = (_request, response) => respond(response, 503)
      assert.equal((await proxy.post('/jobs', {email: 'ada@example.com'})).status, 202)
      await proxy.stop()
      apis[1].answer = created
      apis[1].requests.length = 0
      const account = {CONTACT_API_URL: apis[1].url, CONTACT_ACCOUNT_ID: 'jobs', CONTACT_ACCOUNT_SECRET: 'jobs-secret'}
      const startAlone = () => startCommand({OUTBOX, PORT: '0', SIGNUP_PATH: '/jobs', ...account})
      await assert.rejects(startAlone, /SIGNUP_PATH: expected another path than \/jobs while leads of that form /)
      await start() // with the file
      await command('resume')
      await command('retry', '--state', 'pending')
      await until('delivery', async () => (await listed()).length === 0)
      await proxy.stop()
      const alone = await startAlone()
      await alone.stop()
    })
  })

function post(contact: object, headers: Record<string, string>) {
  return {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers},
    body: JSON.stringify(contact),
  }
}

function plain(body: string, headers: Record<string, string>): RequestInit & {headers: Record<string, string>} {
  const type = {'content-type': 'application/x-www-form-urlencoded', ...headers}
  return {method: 'POST', redirect: 'manual', headers: type, body}
}

/** Everything of a response but what differs between any two. */
async function toComparable(response: Response) {
  const headers = Object.fromEntries(response.headers)
  for (const name of ['x-request-id', 'date']) {
    assert.notEqual(headers[name], undefined)
    delete headers[name]
  }
  return {status: response.status, headers, body: await response.text()}
}
