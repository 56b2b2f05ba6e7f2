import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {parse} from 'parse5'
import {quoteAttribute} from '../../../demo/configurator/output/escape.ts'
import {printImportMap, printScript} from '../../../demo/configurator/output/script.ts'
import {printTag} from '../../../demo/configurator/output/tag.ts'
import type {Configuration} from '../../../demo/configurator/model/configuration.ts'
import {anyConfiguration, configured, hostileTexts, product} from '../../support/configurator.ts'
import {attributesOf, elementsIn, textOf, type Element} from '../../support/parsed-tag.ts'

/** The elements that a browser makes of HTML in the body of a page. */
const elementsOf = (html: string): Element[] =>
  elementsIn(parse(`<!doctype html><body>${html}`)).filter(({tagName}) => !/^(?:html|head|body)$/.test(tagName))

/** Reads a tag back into what a configuration has of it. */
function readTag(html: string): Configuration {
  const [tag, ...slots] = elementsOf(html)
  const {messages = '{}', ...attributes} = attributesOf(tag!)
  return configured({
    attributes,
    messages: JSON.parse(messages) as Record<string, string>,
    slots: Object.fromEntries(slots.map(element => [attributesOf(element).slot, textOf(element)])),
  })
}

/** What a tag has of a configuration: an empty text of a slot is none. */
const ofTag = ({attributes, messages, slots}: Configuration): Configuration =>
  configured({attributes, messages, slots: Object.fromEntries(Object.entries(slots).filter(([, text]) => text !== ''))})

test('prints tags that are parsed back into the same configuration', () => {
  fc.assert(
    fc.property(anyConfiguration, configuration => {
      assert.deepEqual(readTag(printTag(configuration, product)), ofTag(configuration))
    }),
    {numRuns: 300},
  )
})

for (const text of hostileTexts)
  test(`prints ${JSON.stringify(text)} as it is, in every place of a tag`, () => {
    const configuration = configured({
      attributes: {tags: text, lang: text},
      messages: {submit: text},
      slots: {intro: text, terms: text, footer: text},
    })
    const html = printTag(configuration, product)
    assert.deepEqual(readTag(html), ofTag(configuration))
    assert.doesNotMatch(html, /<script|<\/script|<!--|-->|<img/)
  })

const tags: [string, Partial<Configuration>, string][] = [
  ['nothing', {}, '<contact-signup></contact-signup>'],
  [
    'boolean attributes',
    {attributes: {prefill: '', 'proof-of-work': ''}},
    '<contact-signup prefill proof-of-work></contact-signup>',
  ],
  ['no consent', {attributes: {consent: ''}}, '<contact-signup consent=""></contact-signup>'],
  ['texts', {messages: {submit: 'Join us'}}, `<contact-signup messages='{"submit":"Join us"}'></contact-signup>`],
  ['a slot', {slots: {intro: 'Hi'}}, '<contact-signup>\n  <p slot="intro">Hi</p>\n</contact-signup>'],
  [
    'more than a line',
    {attributes: {'terms-url': `/${'t'.repeat(60)}`, 'privacy-url': '/privacy'}},
    `<contact-signup\n  terms-url="/${'t'.repeat(60)}"\n  privacy-url="/privacy"\n></contact-signup>`,
  ],
]
for (const [what, given, html] of tags)
  test(`prints the tag of ${what}`, () => assert.equal(printTag(configured(given), product), html))

test('puts JSON in single quotes, where it stays legible', () =>
  assert.equal(quoteAttribute(`{"a":"it's & <b>"}`), `'{"a":"it&#39;s &amp; &lt;b&gt;"}'`))

const scripts: [string, Record<string, string>, string][] = [
  [
    'a folder',
    {folder: '/assets'},
    '<script type="module" src="/assets/contact-signup.js" integrity="sha256-contact-signup.js"></script>',
  ],
  [
    'a relative folder',
    {folder: 'a/b/'},
    '<script type="module" src="./a/b/contact-signup.js" integrity="sha256-contact-signup.js"></script>',
  ],
  [
    'a CDN',
    {folder: 'https://cdn.example/x', script: 'embed'},
    '<script src="https://cdn.example/x/embed.js" integrity="sha256-embed.js" crossorigin="anonymous" async></script>',
  ],
]
for (const [what, page, html] of scripts)
  test(`prints the script of ${what}`, () => assert.equal(printScript(configured({page}), product), html))

const start = ['contact-signup.js', 'chunks/session-1.js', 'retry/session-1.js']
const maps: [string, Partial<Configuration>, string[]][] = [
  ['nothing', {}, [...start, 'chunks/plans-0b/US.js']],
  ['a language', {attributes: {lang: 'de-AT'}}, [...start, 'chunks/plans-0b/US.js', 'chunks/words-0a/de.js']],
  ['English', {attributes: {lang: 'en-GB'}}, [...start, 'chunks/plans-0b/US.js']],
  ['a country', {attributes: {country: 'de'}}, [...start, 'chunks/plans-0b/US.js', 'chunks/plans-0b/DE.js']],
  ['countries', {attributes: {countries: 'DE'}}, [...start, 'chunks/plans-0b/DE.js']],
  [
    'a country that shares a plan',
    {attributes: {countries: 'CA XX'}},
    [...start, 'chunks/plans-0b/CA.js', 'chunks/plans-0b/US.js'],
  ],
]
for (const [what, given, files] of maps)
  test(`names in the import map what ${what} loads`, () => {
    const [script] = elementsOf(printImportMap(configured({...given, page: {folder: '/x/'}}), product))
    assert.deepEqual(JSON.parse(textOf(script)), {
      integrity: Object.fromEntries(files.map(file => [`/x/${file}`, `sha256-${file}`])),
    })
  })

test('prints scripts that are one element each, whatever the folder is', () => {
  for (const folder of hostileTexts) {
    const configuration = configured({page: {folder}})
    for (const html of [printImportMap(configuration, product), printScript(configuration, product)])
      assert.equal(elementsOf(html).length, 1, html)
    const [map] = elementsOf(printImportMap(configuration, product))
    const [script] = elementsOf(printScript(configuration, product))
    const {integrity} = JSON.parse(textOf(map)) as {integrity: Record<string, string>}
    assert.equal(Object.keys(integrity)[0], attributesOf(script!).src)
  }
})
