import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {runInNewContext} from 'node:vm'
import {unzipSync} from 'fflate'
import {readElement} from '../src/build/manifest.ts'
import {createWordPressPlugin} from '../src/build/wordpress.ts'

const zip = createWordPressPlugin('1.2.3')
const files = unzipSync(zip)
const textOf = (path: string) => Buffer.from(files[`contact-signup/${path}`]!).toString()

test('the plugin for WordPress has the same bytes whenever and wherever it is built', () => {
  const zone = process.env.TZ
  process.env.TZ = 'Asia/Tokyo'
  assert.deepEqual(createWordPressPlugin('1.2.3'), zip)
  process.env.TZ = zone
})

test('it has the version of the package, and PHP for every file that it requires', () => {
  const main = textOf('contact-signup.php')
  assert.match(main, /^ \* Version: +1\.2\.3$/m)
  assert.ok(
    Object.keys(files).every(path => !path.endsWith('.php') || !Buffer.from(files[path]!).includes('__VERSION__')),
  )
  for (const [, path] of main.matchAll(/__DIR__ \. '\/([^']+)'/g)) assert.ok(textOf(path!).startsWith('<?php'))
  assert.ok(textOf('uninstall.php').includes("defined( 'WP_UNINSTALL_PLUGIN' ) || exit;"))
})

const element = readElement()
const namesOf = (items: readonly {name: string}[] | undefined) => items!.map(({name}) => name)

test('the shortcode has all attributes of the tag but the endpoint, and all slots that authors can fill', () => {
  const form = textOf('form.php')
  const listed = ['TEXTS', 'URLS', 'FLAGS'].flatMap(name =>
    quoted(new RegExp(`const ${name} += array\\(([^)]+)`).exec(form)![1]!),
  )
  const expected = namesOf(element.attributes).filter(name => name !== 'endpoint')
  assert.deepEqual(listed.toSorted(), ['id', ...expected].toSorted())
  const slots = [...form.matchAll(/=> array\( '\w+', '(\w+)' \)/g)].map(([, slot]) => slot!)
  assert.deepEqual(
    slots.toSorted(),
    namesOf(element.slots)
      .filter(name => name !== 'fields')
      .toSorted(),
  )
})

test('the block has options of the shortcode only, each with its label', () => {
  const {attributes} = JSON.parse(textOf('block.json')) as {attributes: Record<string, unknown>}
  const options = [...namesOf(element.attributes), ...namesOf(element.slots)]
  const toKebabCase = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  const unknown = Object.keys(attributes).filter(name => !options.includes(toKebabCase(name)))
  assert.deepEqual(unknown, [])
  const [labels] = textOf('editor.js').split('const help')
  const labelled = [...labels!.matchAll(/^ {4}(\w+): __\(/gm)].map(([, name]) => name!)
  assert.deepEqual(labelled.toSorted(), Object.keys(attributes).toSorted())
})

test('the block has the help of the manifest for each option, as text for translators', () => {
  const [, literal] = /const help = (\{[^}]+\})/.exec(textOf('editor.js'))!
  const domains = new Set<string>()
  const translate = (text: string, domain: string) => {
    domains.add(domain)
    return text
  }
  const help = runInNewContext(`(${literal})`, {__: translate}) as Record<string, string>
  const describedBy = (items: readonly {name: string; description?: string}[] | undefined, name: string) =>
    items!.find(item => item.name === name)!.description!
  assert.equal(help.layout, describedBy(element.attributes, 'layout').replaceAll('`', ''))
  assert.equal(help.submit!.toLowerCase(), `${describedBy(element.slots, 'submit')}.`)
  const {attributes} = JSON.parse(textOf('block.json')) as {attributes: object}
  assert.deepEqual(Object.keys(help), Object.keys(attributes))
  assert.deepEqual([...domains], ['contact-signup'])
})

function quoted(text: string): string[] {
  return [...text.matchAll(/'([^']+)'/g)].map(([, name]) => name!)
}

test('it holds the whole script, with its licences and without source maps', () => {
  const paths = Object.keys(files).map(path => path.replace('contact-signup/script/', 'dist/'))
  const script = paths.filter(path => path.startsWith('dist/'))
  assert.ok(script.length > 300 && script.includes('dist/THIRD-PARTY-LICENSES.txt'))
  assert.ok(script.every(path => !path.endsWith('.map')))
  const entry = readFileSync('dist/contact-signup.js', 'utf8')
  const chunks = [...entry.matchAll(/import\([`"]\.\/(chunks\/[^/`"]+\.js)[`"]\)/g)].map(([, path]) => `dist/${path}`)
  assert.ok(chunks.length > 5)
  assert.deepEqual(
    chunks.filter(path => !script.includes(path)),
    [],
  )
})
