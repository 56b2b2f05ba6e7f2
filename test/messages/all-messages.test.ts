import assert from 'node:assert/strict'
import {test} from 'node:test'
import {wordsOf} from '../../src/messages/all-messages.ts'
import en from '../../src/messages/en.ts'
import {languages, loadMessages} from '../../src/messages/load-messages.ts'

test('all languages at once are those that load one at a time', async () => {
  for (const tag of languages) assert.equal(wordsOf(tag), (await loadMessages(tag)).default, tag)
  assert.equal(wordsOf('en-GB'), en)
  assert.equal(wordsOf('xx'), en)
})
