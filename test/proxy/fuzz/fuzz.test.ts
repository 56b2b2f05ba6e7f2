import assert from 'node:assert/strict'
import {test} from 'node:test'
import {fuzzProofs} from './proofs.ts'
import {fuzz} from './property.ts'

test('withstands whatever fast-check thinks of', async () => {
  const tally = await fuzz(5_000)
  for (const status of [201, 400, 403, 404, 405, 413, 415, 422])
    assert.ok((tally[status] ?? 0) > 0, `never ${status}: ${JSON.stringify(tally)}`)
})

test('takes no proof of work that is not quite one', () => fuzzProofs(1_000))
