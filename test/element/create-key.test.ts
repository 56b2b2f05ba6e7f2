import assert from 'node:assert/strict'
import {test} from 'node:test'
import {isIdempotencyKey} from '../../src/contact/wire.ts'
import {createKey} from '../../src/element/create-key.ts'

for (const randomUUID of [crypto.randomUUID, undefined])
  test(`createKey returns a different UUID each time ${randomUUID ? 'with' : 'without'} crypto.randomUUID`, () => {
    Object.defineProperty(crypto, 'randomUUID', {configurable: true, value: randomUUID})
    const keys = Array.from({length: 100}, createKey)
    Reflect.deleteProperty(crypto, 'randomUUID')
    assert.equal(new Set(keys).size, 100)
    for (const key of keys) {
      assert.ok(isIdempotencyKey(key), key)
      assert.match(key, /^.{14}4.{4}[89ab]/, 'version 4, variant 1')
    }
  })
