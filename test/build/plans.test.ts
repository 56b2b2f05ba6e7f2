import assert from 'node:assert/strict'
import {createRequire} from 'node:module'
import {test} from 'node:test'
import type {MetadataJson} from 'libphonenumber-js/core/es6'
import metadata from 'libphonenumber-js/max/metadata'
import manifest from '../../package.json' with {type: 'json'}
import {splitMetadata, toCallingCodeTable, toIndexModule, toPackageFiles, toPlanModules} from '../../src/build/plans.ts'
import type {Plan} from '../../src/contact/phone/plan.ts'

/** Two countries that share a calling code, one that has its own, and a code without countries. */
const small = {
  version: 4,
  country_calling_codes: {1: ['US', 'CA'], 41: ['CH']},
  countries: {CA: ['1', 'canada'], CH: ['41', 'switzerland'], US: ['1', 'united states']},
  nonGeographic: {800: ['800', 'freephone']},
} as unknown as MetadataJson
const examples = {CA: '5062345678', CH: '781234567', US: '2015550123'}

const load = async (source: string) =>
  ((await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {default: unknown}).default

test('a plan holds the countries of one calling code, and goes by the main one', () => {
  assert.deepEqual(Object.fromEntries(splitMetadata(small, examples)), {
    US: {
      countries: {US: ['1', 'united states'], CA: ['1', 'canada']},
      examples: {US: '2015550123', CA: '5062345678'},
    },
    CH: {countries: {CH: ['41', 'switzerland']}, examples: {CH: '781234567'}},
    800: {countries: {}, nonGeographic: {800: ['800', 'freephone']}, examples: {}},
  })
})

test('metadata without worldwide codes is split too', () => {
  assert.deepEqual(
    [...splitMetadata({...small, nonGeographic: undefined} as unknown as MetadataJson, {}).keys()],
    ['US', 'CH'],
  )
})

test('the table lists each calling code with its countries, and worldwide codes last', () => {
  assert.equal(toCallingCodeTable(small), '1USCA41CH800')
})

test('a plan’s module exports the plan, and a country that shares it exports the main country’s', async () => {
  const modules = toPlanModules(small, examples)
  assert.deepEqual([...modules.keys()], ['US', 'CH', '800', 'CA'])
  assert.equal(modules.get('CA'), "export {default} from './US.js'\n")
  for (const [name, plan] of splitMetadata(small, examples)) assert.deepEqual(await load(modules.get(name)!), plan)
})

test('the index imports every plan by a literal name', () => {
  assert.equal(
    toIndexModule(['US', '800']),
    "export default {\n'US': () => import('./US.js'),\n'800': () => import('./800.js'),\n}\n",
  )
})

test('browsers and the proxy read phones by one version of the metadata, which package.json names exactly', async () => {
  const require = createRequire(import.meta.url)
  const {version} = require('libphonenumber-js/package.json') as {version: string}
  assert.equal(manifest.dependencies['libphonenumber-js'], version)
  const generated = [...toPackageFiles()].filter(([name]) => !['index.js', 'calling-codes.js'].includes(name))
  for (const [name, source] of generated) {
    if (source.startsWith('export {default}')) continue // of the main country's file
    const {countries, nonGeographic = {}} = (await load(source)) as Plan
    for (const [country, plan] of Object.entries(countries))
      assert.deepEqual(plan, metadata.countries[country as keyof typeof metadata.countries], name)
    for (const [code, plan] of Object.entries(nonGeographic))
      assert.deepEqual(plan, (metadata.nonGeographic as Record<string, unknown>)[code], name)
  }
})

test('the package has a file for every country and worldwide code, the index and the table', () => {
  const names = [
    ...Object.keys(metadata.countries),
    ...Object.keys(metadata.nonGeographic ?? {}),
    'index',
    'calling-codes',
  ]
  assert.deepEqual([...toPackageFiles().keys()].sort(), names.map(name => `${name}.js`).sort())
})
