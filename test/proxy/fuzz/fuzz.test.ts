import assert from 'node:assert/strict'
import {test} from 'node:test'
import {fuzzAnswers} from './answers.ts'
import {fuzzFraming} from './framing.ts'
import {fuzzProofs} from './proofs.ts'
import {fuzz} from './property.ts'
import {fuzzSubjects} from './subjects.ts'

test('keeps its guarantees for generated requests', async () => {
  const tally = await fuzz(5_000)
  for (const status of [201, 400, 403, 404, 405, 413, 415, 422])
    assert.ok((tally[status] ?? 0) > 0, `never ${status}: ${JSON.stringify(tally)}`)
})

test('refuses proofs with one generated change', () => fuzzProofs(1_000))

test('counts generated spellings of a mailbox and of a phone as one', () => fuzzSubjects(2_000))

test('hands on no request with a generated ambiguous head, and none behind it', async () =>
  assert.ok((await fuzzFraming(1_000)) > 100))

test('renders generated forms that were posted, without markup of theirs', () => fuzzAnswers(200))
