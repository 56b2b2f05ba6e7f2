import assert from 'node:assert/strict'
import {existsSync, globSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import manifest from '../package.json' with {type: 'json'}
import {readElement} from '../src/build/manifest.ts'
import type {SettingsTable} from '../src/proxy/config/setting.ts'
import {evidenceSettings} from '../src/proxy/config/evidence-settings.ts'
import {outboxSettings, proxySettings, serverSettings} from '../src/proxy/config/settings.ts'
import {tableUnder} from './support/markdown-table.ts'

const readme = readFileSync('README.md', 'utf8')
const speedPage = readFileSync('demo/docs/speed.md', 'utf8')
const settingsPage = readFileSync('src/proxy/settings.md', 'utf8')

/** The names in the first column of a table. */
function firstColumn(heading: string): string[] {
  return tableUnder(heading, readme).flatMap(([cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
}

test('the page of the settings lists every variable with its default', () => {
  const settings = [proxySettings, outboxSettings, serverSettings, evidenceSettings].flatMap((table: SettingsTable) =>
    Object.values(table),
  )
  const expected = settings.flatMap(({variable, documentedDefault, fileContent}) =>
    variable === undefined
      ? []
      : [[variable, documentedDefault], ...(fileContent === undefined ? [] : [[`${variable}_FILE`, '–']])],
  )
  const documented = tableUnder('variable', settingsPage).map(([name, value]) => [name!.replaceAll('`', ''), value])
  assert.deepEqual(documented.toSorted(), expected.toSorted())
})

const element = readElement()
const names = (items: readonly {name: string}[] | undefined) => items!.map(({name}) => name).sort()

test('the README names every attribute, property, method, event, slot, state and custom property, and the guide to its parts', () => {
  assert.deepEqual(
    firstColumn('attribute').sort(),
    names(element.attributes).filter(name => name !== 'messages'),
  )
  assert.deepEqual(firstColumn('event').sort(), names(element.events))
  assert.deepEqual(firstColumn('slot').sort(), names(element.slots))
  assert.deepEqual(firstColumn('custom property').sort(), names(element.cssProperties))
  assert.ok(readme.includes('](src/element/styling.md)'))
  const [, sentence] = /\nEach attribute is also a property ([^]+?)\n\n/.exec(readme)!
  const states = [...sentence!.matchAll(/:state\((\w+)\)/g)].map(([, name]) => ({name: name!}))
  assert.deepEqual(names(states), names(element.cssStates))
  const methods = [...sentence!.matchAll(/`(\w+)\(\)`/g)].map(([, name]) => ({name: name!}))
  assert.deepEqual(names(methods), names(element.members!.filter(({kind}) => kind === 'method')))
  const attributes = names(element.attributes)
  for (const {name} of element.members!.filter(({kind}) => kind === 'field'))
    assert.ok(attributes.includes(name) || sentence!.includes(`\`${name}\``), name)
})

test('the README names every entry point of the package', () => {
  const entries = Object.entries(manifest.exports).flatMap(([path, target]) =>
    target === null || path === './package.json' ? [] : [path.replace('.', manifest.name)],
  )
  assert.deepEqual(firstColumn('import').toSorted(), entries.toSorted())
})

test('the README has the defaults of the attributes', () => {
  const documented = Object.fromEntries(
    tableUnder('attribute', readme).map(([name, value]) => [name!.replaceAll('`', ''), value]),
  )
  for (const {name, default: value} of element.attributes!)
    if (value !== undefined && name !== 'messages')
      assert.equal(documented[name], value === 'false' ? 'off' : value.replaceAll("'", '`'), name)
})

test('the page of the sizes names the version of the numbering plans', () =>
  assert.ok(speedPage.includes(`libphonenumber-js ${manifest.dependencies['libphonenumber-js']}`)))

test('the README has the size of the first file as the page of the sizes has it', () => {
  const [, size] = /to see the form and type \| ([\d.]+ kB)/.exec(speedPage)!
  assert.ok(readme.includes(`first file has ${size} (brotli)`), size)
})

test('the page of functions shows the files that the tests run', () => {
  const functions = readFileSync('src/proxy/functions.md', 'utf8')
  const shown = [...functions.matchAll(/^`([^`]+)`[^\n]*:\n\n```(?:js|json)\n(.*?)```/gms)].map(([, path, code]) => [
    path,
    code,
  ])
  const files = globSync('**/*.{js,json}', {cwd: 'demo/functions'}).map(path => [
    path.replaceAll('\\', '/'),
    readFileSync(`demo/functions/${path}`, 'utf8'),
  ])
  assert.equal(files.length, 11)
  assert.deepEqual(shown.toSorted(), files.toSorted())
})

test('the README’s pictures and pages exist', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!)
  assert.ok(links.length > 1)
  assert.deepEqual(
    links.filter(link => !existsSync(link)),
    [],
  )
})
