import assert from 'node:assert/strict'
import {test} from 'node:test'
import {hashOf, toModule} from '../../src/build/module-source.ts'

test('leaves out the quotes of keys that are words, and no others', () => {
  const value = {plain: 1, 'with-dash': {inner_key: ['a, "b": c', null]}}
  assert.equal(toModule(value), 'export default {plain:1,"with-dash":{inner_key:["a, \\"b\\": c",null]}}\n')
})

test('the hash changes with the content', () => {
  assert.match(hashOf(['a']), /^[\da-f]{8}$/)
  assert.notEqual(hashOf(['a']), hashOf(['b']))
})
