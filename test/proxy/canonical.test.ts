import assert from 'node:assert/strict'
import {test} from 'node:test'
import {canonical} from '../../src/proxy/delivery/canonical.ts'

const rows: [string, object, string][] = [
  ['keys in any order', {b: 1, a: {d: [{f: 1, e: null}], c: 'é'}}, '{"a":{"c":"é","d":[{"e":null,"f":1}]},"b":1}'],
  ['an own __proto__', JSON.parse('{"b":1,"__proto__":{"d":1,"c":2}}'), '{"__proto__":{"c":2,"d":1},"b":1}'],
  ['undefined values', {b: undefined, a: true}, '{"a":true}'],
  ['arrays in their order', {tags: ['b', 'a']}, '{"tags":["b","a"]}'],
]
for (const [content, value, text] of rows) test(`serialises ${content}`, () => assert.equal(canonical(value), text))
