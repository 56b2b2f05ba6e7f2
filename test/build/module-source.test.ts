import assert from 'node:assert/strict'
import {test} from 'node:test'
import {hashOf, toImport, toModule} from '../../src/build/module-source.ts'

test('leaves out the quotes of keys that are words, and no others', () => {
  const value = {plain: 1, 'with-dash': {inner_key: ['a, "b": c', null]}}
  assert.equal(toModule(value), 'export default {plain:1,"with-dash":{inner_key:["a, \\"b\\": c",null]}}\n')
})

test('the hash changes with the content', () => {
  assert.match(hashOf(['a']), /^[\da-f]{8}$/)
  assert.notEqual(hashOf(['a']), hashOf(['b']))
})

test('an import that fails is tried once more, at another address', async () => {
  const asked: string[] = []
  const load = async (address: string): Promise<void> => {
    asked.push(address)
    throw new Error('missing')
  }
  const code = toImport('words', 'tag').replaceAll('import(', 'load(')
  const run = new Function('load', 'tag', `return ${code}`) as (...values: unknown[]) => Promise<void>
  await assert.rejects(run(load, 'de'))
  assert.equal(asked.length, 2)
  assert.equal(asked[0], './words/de.js')
  assert.match(asked[1]!, /^\.\/words\/de\.js\?\d+$/)
})
