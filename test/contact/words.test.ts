import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {splitWords, splitTags} from '../../src/contact/words.ts'

const cases: [text: string, words: string[], tags: string[]][] = [
  ['one two', ['one', 'two'], ['one', 'two']],
  ['\n one\t two \r\n', ['one', 'two'], ['one', 'two']],
  ['early bird, vip', ['early', 'bird', 'vip'], ['early bird', 'vip']],
  ['one,two', ['one', 'two'], ['one', 'two']],
  [',early bird,,', ['early', 'bird'], ['early bird']],
  [' \n ', [], []],
  ['', [], []],
]

for (const [name, split, column] of [
  ['splitWords', splitWords, 1],
  ['splitTags', splitTags, 2],
] as const)
  suite(name, () => {
    for (const row of cases)
      test(`splits ${JSON.stringify(row[0])} into ${JSON.stringify(row[column])}`, () => {
        assert.deepEqual(split(row[0]), row[column])
      })
  })
