import assert from 'node:assert/strict'
import {globSync, readFileSync} from 'node:fs'
import {basename} from 'node:path'
import {test} from 'node:test'
import en from '../src/messages/en.ts'
import {languages, loadMessages} from '../src/messages/load-messages.ts'
import type {Messages, Plural} from '../src/messages/messages.ts'

const files = globSync('src/messages/*.ts')
  .map(file => basename(file, '.ts'))
  .filter(name => /^[a-z]{2,3}(?:-[A-Z][A-Za-z]+)?$/.test(name) && name !== 'en')
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
const isPlural = (word: string | Plural): word is Plural => typeof word !== 'string'

test('each file other than English has a tag that loads it, and a row in the table of who has checked it', async () => {
  const loaded = new Set(await Promise.all(languages.map(async tag => (await loadMessages(tag)).default)))
  assert.equal(loaded.size, files.length)
  assert.deepEqual(
    files.filter(name => !languages.includes(name.toLowerCase())),
    [],
  )
  const readme = readFileSync('src/messages/README.md', 'utf8')
  const rows = [...readme.matchAll(/^\| (\S+) \| (?:draft|second reader|native) \|$/gm)].map(([, name]) => name)
  assert.deepEqual(rows.sort(), [...files, 'en'].sort())
  const [, count, tags] = /one of (\d+): ([^|]*?) \|/.exec(readFileSync('README.md', 'utf8'))!
  assert.deepEqual([Number(count), tags!.split(' ').sort()], [rows.length, rows])
})

for (const name of files) {
  const words = async () => ((await import(`../src/messages/${name}.ts`)) as {default: Messages}).default
  test(`${name} has the same keys and placeholders as English`, async () => {
    const own = await words()
    assert.deepEqual(Object.keys(own).sort(), Object.keys(en).sort())
    for (const [key, word] of Object.entries(own) as [keyof Messages, string | Plural][]) {
      if (isPlural(word)) continue
      assert.deepEqual(placeholders(word), placeholders(en[key] as string), key)
      assert.ok(word.trim() === word && word.length > 0, key)
    }
  })

  test(`${name} has a text for each of its plural forms`, async () => {
    const {countries_found} = await words()
    const rules = new Intl.PluralRules(name)
    const used = new Set(Array.from({length: 300}, (_, count) => rules.select(count)))
    assert.deepEqual(
      [...used].filter(form => !countries_found[form]),
      [],
    )
    assert.ok(countries_found.other.includes('{count}'))
  })

  test(`${name} is in Unicode normal form, without invisible characters or three dots`, () => {
    const source = readFileSync(`src/messages/${name}.ts`, 'utf8')
    assert.equal(source, source.normalize('NFC'))
    assert.doesNotMatch(source, /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\.\.\.(?!\w)/)
  })
}
