import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {requests} from './requests.ts'
import {findLeaks, startTestbed, summarise, type Testbed} from './testbed.ts'

describe('over a real socket, the running proxy responds', () => {
  let testbed: Testbed
  before(async () => {
    testbed = await startTestbed()
  })
  after(() => testbed.close())

  for (const {attack, probe, expected, send} of requests)
    test(`${attack}: ${probe.slice(0, 80)} → ${expected}`, async () => {
      const response = await send(testbed).catch((error: Error) =>
        error.message.startsWith('closed after: ') ? undefined : Promise.reject(error),
      )
      assert.equal(response ? summarise(response) : 'closed', expected)
      if (response && response.status !== 204)
        assert.deepEqual(
          [response.headers['cache-control'], response.headers['x-content-type-options']],
          ['no-store', 'nosniff'],
        )
      // The server itself responds with 431 and 501, before it knows the origin.
      if (response && response.status >= 402 && ![431, 501].includes(response.status))
        assert.deepEqual(
          [response.headers.vary, response.headers['content-type']],
          ['Origin', 'application/problem+json'],
        )
      assert.equal(testbed.api.requests.length, 0)
      assert.deepEqual(findLeaks(testbed), [])
    })

  test('still accepts a lead afterwards', async () => {
    assert.equal(summarise(await testbed.post()), '201 created +cors')
    assert.equal(testbed.api.requests.length, 1)
    const lines = testbed.proxy.output().trim().split('\n')
    assert.ok(lines.length > requests.length / 2)
    assert.ok(lines.filter(line => line.includes('"event":"not_http"')).length > 10)
    for (const line of lines) assert.equal(typeof (JSON.parse(line) as {event: unknown}).event, 'string')
    assert.deepEqual(findLeaks(testbed), [])
  })
})
