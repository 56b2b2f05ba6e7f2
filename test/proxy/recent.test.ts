import assert from 'node:assert/strict'
import {test} from 'node:test'
import {Recent} from '../../src/proxy/delivery/recent.ts'

test('keeps the latest entries and drops those twice as old', () => {
  const recent = new Recent<number>(100)
  for (let index = 0; index < 1000; index += 1) {
    recent.set(`${index}`, index)
    for (const age of [0, 1, 50, 99]) if (index >= age) assert.equal(recent.get(`${index - age}`), index - age)
    if (index >= 200) assert.equal(recent.get(`${index - 200}`), undefined)
  }
})

test('deletes entries at once', () => {
  const recent = new Recent<number>(1)
  recent.set('a', 1)
  recent.set('b', 2)
  recent.delete('a')
  recent.delete('b')
  assert.deepEqual([recent.get('a'), recent.get('b')], [undefined, undefined])
})
