import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {fieldNames} from '../../src/contact/fields.ts'
import {ContactSignup} from '../../src/element/contact-signup.ts'
import {booleanAttributes, renderedAttributes, scriptAttributes} from '../../src/prerender/attribute-names.ts'
import type {PrerenderOptions} from '../../src/prerender/options.ts'
import {readOptions} from '../../src/prerender/read-options.ts'
import {prerender} from '../../src/prerender/prerender.ts'

const attribute = (name: string, value: unknown) => ({attributes: {[name]: value}})

/** Callers of JavaScript pass anything. */
const refused: [title: string, options: unknown, problem: string][] = [
  ['options that are text', 'email', 'prerender: expected an object'],
  ['options that are null', null, 'prerender: expected an object'],
  ['attributes that are text', {attributes: 'email'}, 'prerender: attributes: expected an object'],
  ['attributes that are a list', {attributes: ['email']}, 'prerender: attributes: expected an object'],
  ['a number as attribute', attribute('fields', 5), 'prerender: attribute fields: expected a string or a boolean'],
  ['a list as attribute', attribute('tags', ['a']), 'prerender: attribute tags: expected a string or a boolean'],
  [
    'a field that does not exist',
    attribute('fields', 'email* first_name*'),
    `prerender: attribute fields: "first_name" is none of: ${fieldNames.join(' ')}`,
  ],
  [
    'fields with semicolons',
    attribute('fields', 'name_first*;email'),
    `prerender: attribute fields: "name_first*;email" is none of: ${fieldNames.join(' ')}`,
  ],
  [
    'a consent that does not exist',
    attribute('consent', 'term'),
    'prerender: attribute consent: "term" is none of: terms marketing',
  ],
  ['an attribute without a name', attribute('', 'x'), 'prerender: attributes: no name: ""'],
  ['a name with a space', attribute('a b', 'x'), 'prerender: attributes: no name: "a b"'],
  ['a name that ends the tag', attribute('a><b', 'x'), 'prerender: attributes: no name: "a><b"'],
  ['a name with a slash', attribute('a/b', 'x'), 'prerender: attributes: no name: "a/b"'],
  ['a name with a value', attribute('fields="email"', ''), 'prerender: attributes: no name: "fields=\\"email\\""'],
  ['a name with a control', attribute('a\0', 'x'), 'prerender: attributes: no name: "a\\u0000"'],
  ['the name of a property', attribute('termsUrl', '/t'), 'prerender: attribute termsUrl: expected terms-url'],
  ['another one', attribute('proofOfWork', true), 'prerender: attribute proofOfWork: expected proof-of-work'],
  ...['javascript:alert(1)', ' java\nscript:alert(1)', 'data:text/html,x', 'mailto:a@b.co', 'http://[', '', true].map(
    (url): [string, unknown, string] => [
      `the endpoint ${JSON.stringify(url)}`,
      attribute('endpoint', url),
      'prerender: attribute endpoint: expected an http(s) URL or a path',
    ],
  ),
  ['a number as language', {lang: 5}, 'prerender: lang: expected a BCP 47 tag'],
  ['slots that are no text', {slots: 5}, 'prerender: slots: expected HTML as a string'],
  ['slots that are an object', {slots: {intro: 'Hi'}}, 'prerender: slots: expected HTML as a string'],
  ['a stylesheet that is no text', {stylesheet: 5}, 'prerender: stylesheet: expected an http(s) URL or a path'],
  [
    'a stylesheet that is code',
    {stylesheet: 'javascript:1'},
    'prerender: stylesheet: expected an http(s) URL or a path',
  ],
  ['an empty stylesheet', {stylesheet: ''}, 'prerender: stylesheet: expected an http(s) URL or a path'],
  ...[5, [], 'Join', '{"submit":"Join"}', () => 1].map((messages): [string, unknown, string] => [
    `the messages ${String(messages) || 'of a list'}`,
    {messages},
    'prerender: messages: expected a JSON object',
  ]),
  ...['{', 'null', '[]', '"Join"', '', true].map((json): [string, unknown, string] => [
    `the attribute messages ${JSON.stringify(json)}`,
    attribute('messages', json),
    'prerender: messages: expected a JSON object',
  ]),
  ['a message that is a number', {messages: {submit: 5}}, 'prerender: messages: submit: expected text'],
  [
    'a placeholder that is none',
    {messages: {placeholder_email: 5}},
    'prerender: messages: placeholder_email: expected text',
  ],
  ['a message of plural forms', {messages: {terms: {one: 'x'}}}, 'prerender: messages: terms: expected text'],
  [
    'text where there are plural forms',
    {messages: {countries_found: 'x'}},
    'prerender: messages: countries_found: expected an object of plural forms',
  ],
  [
    'plural forms without the last',
    {messages: {countries_found: {one: 'x'}}},
    'prerender: messages: countries_found: expected an object of plural forms',
  ],
]

suite('prerender', () => {
  for (const [title, options, message] of refused)
    test(`refuses ${title}, and says what is expected`, () =>
      assert.rejects(prerender(options as PrerenderOptions), {name: 'TypeError', message}))

  test('takes no options at all', async () => assert.match(await prerender(), /^<contact-signup><template /))
})

test('knows every attribute of the element', () => {
  const names = ContactSignup.observedAttributes
  assert.deepEqual([...renderedAttributes, ...scriptAttributes, ...booleanAttributes].sort(), names.toSorted())
})

suite('readOptions', () => {
  const read = (options: PrerenderOptions) => readOptions(options)

  test('has true as an empty attribute, and false, null and undefined as none', () => {
    const values = {prefill: true, attribution: false, lists: undefined, tags: null} as unknown
    assert.deepEqual(read({attributes: values as PrerenderOptions['attributes']}).attributes, {prefill: ''})
  })

  test('takes attribute names in any case, and those of libraries and of XML', () => {
    const attributes = {
      'TERMS-URL': '/t',
      '@click': 'a',
      ':class': 'b',
      'x-on:click.prevent': 'c',
      'data-ü': 'd',
      '[e]': 'e',
    }
    assert.deepEqual(Object.keys(read({attributes}).attributes), ['terms-url', ...Object.keys(attributes).slice(1)])
  })

  test('keeps an attribute called __proto__ an attribute', () => {
    const {attributes} = read({attributes: JSON.parse('{"__proto__":"x"}') as Record<string, string>})
    assert.deepEqual([Object.keys(attributes), Object.getPrototypeOf(attributes)], [['__proto__'], Object.prototype])
  })

  const endpoints = ['/a', 'a', '../a?b=c#d', '?a', 'https://a.example/b', 'HTTP://a.example', '//a.example/b', '\n/a ']
  for (const endpoint of endpoints)
    test(`takes the endpoint ${JSON.stringify(endpoint)}, and leaves the attribute as it is`, () =>
      assert.equal(read(attribute('endpoint', endpoint) as PrerenderOptions).attributes.endpoint, endpoint))

  test('takes the language of the option, else of the attribute, else English', () => {
    const attributes = {lang: 'fr'}
    const langOf = (options: PrerenderOptions) => [read(options).prerendered.lang, read(options).attributes.lang]
    assert.deepEqual(langOf({lang: 'de', attributes}), ['de', 'de'])
    assert.deepEqual(langOf({attributes}), ['fr', 'fr'])
    assert.deepEqual(langOf({}), ['en', undefined])
    assert.deepEqual(langOf({lang: 'de_CH'}), ['de_CH', 'de_CH']) // as some content management systems write it
  })

  test('takes an empty language as English, as the element does', () => {
    assert.equal(read({attributes: {lang: ''}}).prerendered.lang, 'en')
    assert.equal(read({lang: ''}).prerendered.lang, 'en')
  })

  test('takes messages as an object, or as JSON in their attribute', () => {
    const messages = {submit: 'Join', countries_found: {one: 'one', other: '{count}'}}
    const json = JSON.stringify(messages)
    for (const options of [{messages}, {attributes: {messages: json}}, {messages, attributes: {messages: '{}'}}]) {
      const {attributes, prerendered} = read(options)
      assert.deepEqual([attributes.messages, prerendered.messages], [json, messages])
    }
  })

  test('takes a message that is undefined as none, and one of an unknown name', () => {
    const messages = {submit: undefined, other: 'x'} as PrerenderOptions['messages']
    assert.deepEqual(read({messages}).prerendered.messages, {other: 'x'})
  })

  test('passes on what the form is rendered from, and no other attribute', () => {
    const form = {
      endpoint: '/a',
      fields: 'email',
      country: 'GB',
      countries: 'GB',
      consent: 'terms',
      lists: '1',
      tags: 'a',
    }
    const links = {'terms-url': '/t', 'privacy-url': '/p'}
    const others = {class: 'card', id: 'signup', onclick: 'x()', prefill: '', 'success-url': '/thanks'}
    assert.deepEqual(read({attributes: {...form, ...links, ...others}}).prerendered.attributes, {...form, ...links})
  })
})
