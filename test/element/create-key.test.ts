import assert from 'node:assert/strict'
import {test} from 'node:test'
import {isIdempotencyKey} from '../../src/contact/wire.ts'
import {createKey} from '../../src/element/create-key.ts'

test('createKey returns different UUIDs', () => {
  const keys = Array.from({length: 100}, createKey)
  assert.equal(new Set(keys).size, 100)
  for (const key of keys) assert.ok(isIdempotencyKey(key), key)
})
