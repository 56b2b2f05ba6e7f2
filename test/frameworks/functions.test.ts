import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {after, describe, test} from 'node:test'
import {created, respond} from '../support/contact-api.ts'
import {passTime} from '../support/functions.ts'
import {startPostgres} from '../support/postgres.ts'
import {functionFrameworks} from './support/functions.ts'
import {useServer} from './support/servers.ts'

const secret = 'cron-secret'
/** SvelteKit's server takes requests without it for https. */
const forwarded = {'x-forwarded-proto': 'http', 'x-real-ip': '203.0.113.9'}

const postgres = await startPostgres()

for (const framework of functionFrameworks)
  describe(`the functions for ${framework}`, async () => {
    const database = await postgres.createDatabase(framework)
    const server = await useServer(framework, {OUTBOX: database, SIGNUP_PATH: '/functions/signup', CRON_SECRET: secret})
    const {api, url} = server

    async function post(email: string): Promise<number> {
      const headers = {'content-type': 'application/json', 'idempotency-key': randomUUID(), origin: url, ...forwarded}
      const body = JSON.stringify({name_first: 'Ada', email})
      return (await fetch(`${url}/functions/signup`, {method: 'POST', headers, body})).status
    }

    const deliver = (authorization: string) =>
      fetch(`${url}/functions/deliver`, {headers: {authorization, ...forwarded}})

    test('take a lead', async () => {
      assert.equal(await post('first@example.com'), 201)
      assert.equal(api.requests.at(-1)!.body.email, 'first@example.com')
    })

    test('deliver by the cron what an outage has left', async () => {
      api.answer = (_request, response) => respond(response, 500)
      assert.equal(await post('later@example.com'), 202)
      api.answer = created
      await passTime(database)
      assert.equal((await deliver('Bearer wrong')).status, 401)
      const response = await deliver(`Bearer ${secret}`)
      const {delivered, waiting} = (await response.json()) as Record<string, number>
      assert.deepEqual([delivered, waiting], [1, 0])
      assert.equal(api.requests.at(-1)!.body.email, 'later@example.com')
    })
  })

after(() => postgres.stop()) // after the servers, whose connections it ends
