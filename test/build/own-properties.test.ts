import assert from 'node:assert/strict'
import {test} from 'node:test'
import {toOwn} from '../../src/build/own-properties.ts'

const rows: [source: string, own: string][] = [
  ['for (const key in shape) add(key)', 'for (const key of Object.keys(shape)) add(key)'],
  ['for(let i in e[t])e[0][i]=1', 'for (let i of Object.keys(e[t]))e[0][i]=1'],
  ['for (var name in this.all) {}', 'for (var name of Object.keys(this.all)) {}'],
  ['for (const key of keys) add(key)', 'for (const key of keys) add(key)'],
  ['if ("key" in shape) for (;;) {}', 'if ("key" in shape) for (;;) {}'],
]
for (const [source, own] of rows) test(`turns ${source} into ${own}`, () => assert.equal(toOwn(source), own))
