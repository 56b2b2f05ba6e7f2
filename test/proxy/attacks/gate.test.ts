import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {rows} from './rows.ts'
import {leaksOf, setStage, toSeen, type Stage} from './stage.ts'

describe('over a real socket, the running proxy answers', () => {
  let stage: Stage
  before(async () => {
    stage = await setStage()
  })
  after(() => stage.close())

  for (const {attack, probe, expected, ask} of rows)
    test(`${attack}: ${probe.slice(0, 80)} → ${expected}`, async () => {
      const heard = await ask(stage).catch((error: Error) =>
        error.message.startsWith('closed after: ') ? undefined : Promise.reject(error),
      )
      assert.equal(heard ? toSeen(heard) : 'closed', expected)
      if (heard && heard.status !== 204)
        assert.deepEqual(
          [heard.headers['cache-control'] ?? 'no-store', heard.headers['x-content-type-options'] ?? 'nosniff'],
          ['no-store', 'nosniff'],
        )
      if (heard && heard.status >= 402 && heard.status !== 431)
        assert.deepEqual([heard.headers.vary, heard.headers['content-type']], ['Origin', 'application/problem+json'])
      assert.equal(stage.api.requests.length, 0)
      assert.deepEqual(leaksOf(stage), [])
    })

  test('and after all of it takes a lead', async () => {
    assert.equal(toSeen(await stage.post()), '201 created +cors')
    assert.equal(stage.api.requests.length, 1)
    const lines = stage.proxy.output().trim().split('\n')
    assert.ok(lines.length > rows.length / 2)
    for (const line of lines) assert.equal(typeof (JSON.parse(line) as {event: unknown}).event, 'string')
    assert.deepEqual(leaksOf(stage), [])
  })
})
