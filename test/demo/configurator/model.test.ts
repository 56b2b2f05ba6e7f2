import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {checkConfiguration, isCssValue} from '../../../demo/configurator/model/checks.ts'
import {groups, namesOf, toCleanText, withValue} from '../../../demo/configurator/model/configuration.ts'
import {controlOf, kindOfProperty, toLabel, withWord} from '../../../demo/configurator/model/controls.ts'
import {moveChoice, readFieldChoices, splitTags, toFields} from '../../../demo/configurator/model/fields.ts'
import {readFragment, toFragment} from '../../../demo/configurator/model/fragment.ts'
import {countriesOf, languagesOf} from '../../../demo/configurator/model/product.ts'
import {sectionsOf} from '../../../demo/configurator/model/sections.ts'
import {splitTags as readTags} from '../../../src/contact/words.ts'
import {anyConfiguration, configured, hostileTexts, product} from '../../support/configurator.ts'

test('shows every attribute, custom property and slot of the manifest once', () => {
  const shown = sectionsOf(product).flatMap(({items}) => items)
  assert.equal(new Set(shown.map(String)).size, shown.length)
  const namesIn = (group: string) => shown.filter(item => item[0] === group).map(([, name]) => name)
  const named = (described: readonly {name: string}[]) => described.map(({name}) => name).sort()
  assert.deepEqual(namesIn('attributes').sort(), named(product.attributes))
  assert.deepEqual(namesIn('properties').sort(), named(product.properties))
  assert.deepEqual([...namesIn('slots'), 'fields'].sort(), named(product.slots))
})

test('shows nothing that the manifest lacks', () => {
  const attributes = product.attributes.filter(({name}) => name !== 'lists')
  const shown = sectionsOf({...product, attributes}).flatMap(({items}) => items.map(([, name]) => name))
  assert.deepEqual([shown.includes('tags'), shown.includes('lists')], [true, false])
})

test('shows what a later manifest adds', () => {
  const later = {
    ...product,
    attributes: [...product.attributes, {name: 'later', description: '`inline`: in a line'}],
    properties: [...product.properties, {name: '--contact-signup-later'}],
    slots: [...product.slots, {name: 'later'}],
  }
  const sections = sectionsOf(later)
  const titlesOf = (group: string, name: string) =>
    sections.filter(({items}) => items.some(item => item[0] === group && item[1] === name)).map(({title}) => title)
  assert.deepEqual(titlesOf('attributes', 'later'), ['More'])
  assert.deepEqual(titlesOf('properties', '--contact-signup-later'), ['Look'])
  assert.deepEqual(titlesOf('slots', 'later'), ['Texts'])
  assert.deepEqual(readFragment('later=inline', later).attributes, {later: 'inline'})
})

const controls: [string, Parameters<typeof controlOf>[0], ReturnType<typeof controlOf>][] = [
  ['the editor of fields', {name: 'fields', description: 'a `*`'}, {kind: 'fields'}],
  ['a box', {name: 'wide', type: {text: 'boolean'}}, {kind: 'boolean'}],
  ['a URL', {name: 'help-url', description: 'see `help`'}, {kind: 'url'}],
  [
    'one of the literals',
    {name: 'size', type: {text: "'' | 'small' | 'large'"}},
    {kind: 'choice', options: ['small', 'large']},
  ],
  [
    'the words of its description',
    {name: 'layout', description: '`inline`: a bar'},
    {kind: 'words', options: ['inline']},
  ],
  ['a line of text', {name: 'other', description: 'Anything.'}, {kind: 'text'}],
]
for (const [what, attribute, control] of controls)
  test(`chooses ${attribute.name} by ${what}`, () => assert.deepEqual(controlOf(attribute), control))

test('finds the controls of today’s attributes', () => {
  const kinds = Object.fromEntries(product.attributes.map(each => [each.name, controlOf(each).kind]))
  const {lang, endpoint, consent, tags, prefill, attribution, messages} = kinds
  assert.deepEqual(
    {lang, endpoint, consent, tags, prefill, attribution, messages},
    {
      lang: 'language',
      endpoint: 'url',
      consent: 'words',
      tags: 'text',
      prefill: 'boolean',
      attribution: 'words',
      messages: 'messages',
    },
  )
})

test('knows from its name what a custom property holds', () => {
  const kinds = ['accent', 'list-surface', 'radius', 'control-height', 'font'].map(name =>
    kindOfProperty(`--x-${name}`),
  )
  assert.deepEqual(kinds, ['colour', 'colour', 'length', 'length', 'font'])
})

test('labels names', () =>
  assert.deepEqual(['terms-url', 'proof-of-work', '--contact-signup-on-accent'].map(toLabel), [
    'Terms URL',
    'Proof of work',
    'On accent',
  ]))

const consent = product.attributes.find(({name}) => name === 'consent')!
const attribution = product.attributes.find(({name}) => name === 'attribution')!
const ticks: [string, ReturnType<typeof withWord>, string | undefined][] = [
  ['the last box removed', withWord(consent, 'terms', 'terms', false), ''],
  ['one of the default removed', withWord(consent, undefined, 'terms', false), 'marketing'],
  ['the default again', withWord(consent, 'marketing', 'terms', true), undefined],
  ['a word without a default', withWord(attribution, undefined, 'clicks', true), 'clicks'],
  ['a second word', withWord(attribution, 'clicks', 'utm', true), 'clicks utm'],
  ['none without a default', withWord(attribution, 'utm', 'utm', false), undefined],
]
for (const [what, value, expected] of ticks)
  test(`sets ${JSON.stringify(expected)} for ${what}`, () => assert.equal(value, expected))

test('reads the fields in their order, and writes them back', () => {
  const choices = readFieldChoices('email* unknown name_first', product.fieldNames)
  assert.deepEqual(choices[0], {name: 'email', isShown: true, isRequired: true})
  assert.deepEqual(choices[2], {name: 'name_last', isShown: false, isRequired: false})
  assert.equal(choices.length, product.fieldNames.length)
  assert.equal(toFields(choices), 'email* name_first')
  assert.equal(toFields(moveChoice(choices, 0, 1)), 'name_first email*')
  assert.equal(toFields(moveChoice(choices, 0, -1)), 'email* name_first')
})

test('splits tags as the element does', () => {
  for (const text of ['a b', 'a b,', 'a, b c ,,d', ' ', ...hostileTexts])
    assert.deepEqual(splitTags(text), readTags(text))
})

test('reads what it has written into a fragment, whatever the values are', () => {
  fc.assert(
    fc.property(anyConfiguration, configuration => {
      assert.deepEqual(readFragment(`#${toFragment(configuration, product)}`, product), configuration)
    }),
  )
})

test('names each group in the fragment, and cleans what it reads', () => {
  const configuration = configured({
    attributes: {tags: 'a'},
    slots: {intro: 'b'},
    messages: {submit: 'c'},
    properties: {'--contact-signup-gap': '1em'},
    page: {folder: '/x'},
  })
  const fragment = 'tags=a&slot.intro=b&message.submit=c&--contact-signup-gap=1em&page.folder=%2Fx'
  assert.equal(toFragment(configuration, product), fragment)
  assert.equal(readFragment('tags=a%00b%0D%0Ac', product).attributes.tags, 'ab\nc')
})

test('ignores what the product does not have in a fragment', () => {
  const {attributes, slots, properties, page} = readFragment(
    'onclick=x&fields=email&slot.fields=x&--evil=1&page.other=1&message.nothing=1&__proto__=x',
    product,
  )
  assert.deepEqual([attributes, slots, properties, page], [{fields: 'email'}, {}, {}, {}])
})

test('writes nothing for a configuration with nothing set', () => {
  assert.equal(toFragment(configured({}), product), '')
  const set = withValue(configured({}), 'attributes', 'tags', 'a')
  assert.equal(toFragment(withValue(set, 'attributes', 'tags', undefined), product), '')
})

test('removes what HTML cannot hold', () =>
  assert.equal(toCleanText('a\r\nb\rc\0d\u0007e\ud800f\ufffeg'), 'a\nb\ncdefg'))

test('knows every group’s names', () =>
  assert.ok(groups.every(group => namesOf(group, product).length > 2 && !namesOf(group, product).includes('messages'))))

test('lists the languages and countries of the files', () => {
  assert.deepEqual(languagesOf(product), ['de', 'de-ch', 'ar'])
  assert.deepEqual(countriesOf(product).sort(), ['CA', 'DE', 'US'])
})

const invalid: [string, string, RegExp][] = [
  ['terms-url', 'javascript:alert(1)', /http or https URL/],
  ['endpoint', 'ftp://example.com', /http or https URL/],
  ['success-url', '', /http or https URL/],
  ['countries', 'DE XX', /two-letter codes of countries.*XX/],
  ['country', 'Germany', /two-letter codes/],
  ['tags', 'x'.repeat(101), /100 characters/],
  ['lists', 'x'.repeat(101), /100 characters/],
  ['--contact-signup-accent', 'red; } body { display: none', /value of CSS/],
  ['page.sites', 'https://example.com/path', /origins/],
  ['page.sites', ' ', /origins/],
  ['page.folder', 'data:text/javascript,1', /path or an http/],
]
for (const [key, value, error] of invalid)
  test(`reports ${key} ${JSON.stringify(value.slice(0, 30))}`, () => {
    const configuration = readFragment(new URLSearchParams([[key, value]]).toString(), product)
    const errors = checkConfiguration(configuration, product)
    assert.deepEqual(Object.keys(errors), [key])
    assert.match(errors[key]!, error)
  })

test('reports nothing of a valid configuration', () => {
  const fragment = new URLSearchParams({
    endpoint: 'https://forms.example.com/api/signup',
    'terms-url': '/terms',
    countries: 'de us',
    country: 'DE',
    tags: 'two words, other',
    '--contact-signup-font': `Georgia, 'DejaVu Serif', serif`,
    '--contact-signup-accent': 'light-dark(#123456, oklch(70% 0.1 200))',
    'page.sites': 'https://a.example http://localhost:5173',
    'page.folder': 'assets/signup',
  })
  assert.deepEqual(checkConfiguration(readFragment(fragment.toString(), product), product), {})
})

const cssValues: [string, boolean][] = [
  ['#fff', true],
  ['calc((1px + 2px) * 2)', true],
  ['"a b", serif', true],
  ['', false],
  ['a(', false],
  [')(', false],
  ['"a', false],
  ['red}', false],
  ['</style>', false],
  ['red !important', false],
  ['a /* b', false],
  ['\\3b', false],
  ['a\nb', false],
]
for (const [text, isValid] of cssValues)
  test(`takes ${JSON.stringify(text)} for ${isValid ? 'a' : 'no'} value of CSS`, () =>
    assert.equal(isCssValue(text), isValid))
