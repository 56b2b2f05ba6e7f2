import assert from 'node:assert/strict'
import {test} from 'node:test'
import {languageFiles, toLanguageModules, toLoader} from '../../src/build/languages.ts'
import es from '../../src/messages/es.ts'
import {languages} from '../../src/messages/load-messages.ts'

const load = async (source: string) =>
  (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as Record<string, unknown>

test('every tag has a module with its words', async () => {
  const modules = await toLanguageModules()
  assert.deepEqual([...modules.keys()], languages)
  assert.deepEqual((await load(modules.get('es')!)).default, es)
  assert.equal(modules.get('zh-tw'), modules.get('zh-hant'))
})

test('the loader lists the tags and imports from the folder', async () => {
  const source = toLoader(['de', 'pt-br'], 'chunks/words-1234abcd')
  assert.deepEqual((await load(source)).languages, ['de', 'pt-br'])
  assert.match(source, /import\(\/\* @vite-ignore \*\/ `\.\/chunks\/words-1234abcd\/\$\{language\}\.js`\)/)
})

test('the plugin replaces load-messages.ts alone', async () => {
  const {transform} = await languageFiles()
  assert.ok(typeof transform === 'function')
  const replace = (id: string) => transform.call(undefined as never, '', id) as {code: string} | null
  assert.match(replace('/project/src/messages/load-messages.ts')!.code, /words-[\da-f]{8}/)
  assert.equal(replace('/project/src/messages/es.ts'), null)
})
