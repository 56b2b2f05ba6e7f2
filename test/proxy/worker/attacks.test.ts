import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {requests} from '../attacks/requests.ts'
import {canaries, findLeaks, path, person, summarise, type Testbed} from '../attacks/testbed.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {contactSettings, startWorker, type RunningWorker} from '../../support/workerd/worker.ts'

/** How requests are framed and which target they name is decided before the Worker, in production by Cloudflare's servers. */
const framing = ['request smuggling', 'huge headers']
const framingProbes = [
  'POST http://evil.example/api/signup',
  `POST ${path}#x`,
  'POST *',
  'POST \\api\\signup',
  'CONNECT',
]
/** A header without a value does not reach the Worker. Browsers send none. */
const unseen = ['Origin:  ']

const probes = requests.filter(
  ({attack, probe}) => !framing.includes(attack) && ![...framingProbes, ...unseen].includes(probe),
)

describe('the Worker in workerd responds', () => {
  let testbed: Testbed
  let worker: RunningWorker
  before(async () => {
    const api = await startContactApi()
    const settings = {...contactSettings(api.url), CONTACT_ACCOUNT_SECRET: canaries[0], ALLOWED_TAGS: 'one'}
    worker = await startWorker(settings)
    const output: string[] = []
    testbed = {
      api,
      output,
      proxy: {output: worker.output} as Testbed['proxy'], // of the process only its output is read
      post: async (body = person, ...rest) => {
        const response = await worker.post(body, ...rest)
        output.push(JSON.stringify(response))
        return response
      },
      raw: worker.raw,
      async close() {
        await worker.stop()
        await api.close()
      },
    }
  })
  after(() => testbed.close())

  test('to most of the attacks on the server', () => assert.ok(probes.length > 90, String(probes.length)))

  for (const {attack, probe, expected, send} of probes)
    test(`${attack}: ${probe.slice(0, 80)} → ${expected}`, async () => {
      assert.equal(summarise(await send(testbed)), expected)
      assert.equal(testbed.api.requests.length, 0)
      assert.deepEqual(findLeaks(testbed), [])
    })

  test('and still accepts a lead afterwards', async () => {
    assert.equal(summarise(await testbed.post()), '201 created +cors')
    assert.equal(testbed.api.requests.length, 1)
    assert.deepEqual(findLeaks(testbed), [])
  })
})
