import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {parseFragment, serialize} from 'parse5'
import {prerenderPage} from '../../src/prerender/page.ts'
import {prerender, prerenderShadow} from '../../src/prerender/prerender.ts'
import type {Messages} from '../../src/messages/messages.ts'
import english from '../../src/messages/en.ts'
import {attributeOf, elementsOf, parseTag, textOf} from '../support/parsed-tag.ts'

/** Text that ends what it is in, if it is not escaped. */
const hostile = [
  '"><script>alert(1)</script>',
  `' onfocus='alert(1)`,
  '</style><script>alert(1)</script>',
  '</template></contact-signup><script>alert(1)</script>',
  '</textarea></select></option><img src=x onerror=alert(1)>',
  '<!--', // and what follows would be a comment
  '--><b>',
  '<![CDATA[',
  '<plaintext>',
  '&quot;&lt;b&gt;&amp;amp;',
  '\n  \u00a0two  lines\r\n',
  '{{}} ${x} <?lit$1$?> {channels}',
]
const all = hostile.join(' ')
/** As any parser of HTML reads line breaks. */
const toLines = (text: string) => text.replace(/\r\n?/g, '\n')
/** What never is in a form: each of these would be HTML from a text. */
const foreign = 'script img plaintext b'.split(' ')

for (const text of [...hostile, all]) {
  const title = JSON.stringify(text.length > 80 ? 'all of it' : text)

  test(`keeps ${title} an attribute of the tag`, async () => {
    const {outside, attributes, shadow} = parseTag(await prerender({attributes: {title: text, tags: text}}))
    const value = toLines(text)
    assert.deepEqual([outside.length, attributes.title, attributes.tags], [0, value, value])
    assertForm(shadow)
  })

  test(`keeps ${title} in the attributes that the form is rendered from`, async () => {
    const names = 'country countries terms-url privacy-url lists tags lang'.split(' ')
    const attributes = Object.fromEntries(names.map(name => [name, text]))
    const {outside, shadow, controls} = parseTag(await prerender({attributes}))
    assert.equal(outside.length, 0)
    assertForm(shadow)
    const {lang, ...others} = attributes
    assert.deepEqual(JSON.parse(attributeOf(controls.prerendered, 'value')!), {attributes: others, lang})
  })

  for (const name of ['fields', 'consent'])
    test(`refuses ${title} as ${name}`, async () =>
      assert.rejects(prerender({attributes: {[name]: text}}), {
        name: 'TypeError',
        message: new RegExp(`^prerender: attribute ${name}: `),
      }))

  test(`keeps ${title} text in every message`, async () => {
    const names = Object.keys(english).filter(name => typeof english[name as keyof Messages] === 'string')
    const messages = Object.fromEntries(names.map(name => [name, text]))
    const fields = 'email phone country gender full_address'
    const {outside, shadow, part} = parseTag(await prerender({attributes: {fields, 'terms-url': '/t'}, messages}))
    assert.equal(outside.length, 0)
    assertForm(shadow)
    assert.equal(textOf(part('submit')).trim(), toLines(text).trim())
  })

  test(`keeps ${title} text that a slot escapes`, async () => {
    const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
    const html = await prerender({slots: `<span slot="terms">${escaped}</span><p slot="footer">${escaped}</p>`})
    const {outside, light, shadow, controls} = parseTag(html)
    assert.equal(outside.length, 0)
    assertForm(shadow)
    assert.deepEqual(
      light.map(element => textOf(element)),
      [toLines(text), toLines(text)],
    )
    assert.equal(attributeOf(controls['consent.terms'], 'value') ?? '', text.replace(/\s+/g, ' ').trim())
  })
}

function assertForm(shadow: ReturnType<typeof parseTag>['shadow']): void {
  assert.deepEqual(
    shadow.filter(({tagName}) => foreign.includes(tagName)).map(({tagName}) => tagName),
    [],
  )
  assert.equal(shadow.filter(({tagName}) => tagName === 'form').length, 1)
  assert.equal(shadow.filter(({tagName}) => tagName === 'button').length, 1)
  const handlers = shadow.flatMap(({attrs}) => attrs.filter(({name}) => name.startsWith('on')))
  assert.deepEqual(handlers, [])
}

suite('HTML of a slot', () => {
  const broken = [
    '<p slot="footer">a',
    '<b><i slot="footer">a</b>',
    '</contact-signup>a',
    '</template>a',
    '<!-- a',
    '<textarea>a',
    '<style>a',
    '<script>a',
    '<title>a',
    '<template shadowrootmode="open">a',
    '<svg><p>a',
    '<select><option>a',
    '<table><tr><td>a',
    '<a href="/x">a<a>b',
    '<form><p>a',
  ]
  for (const slots of broken)
    test(`stays in the tag: ${slots}`, async () => {
      const html = `<main>${await prerender({slots})}<p id="after">after</p></main>`
      const main = elementsOf(html).find(({tagName}) => tagName === 'main')!
      const [tag, after, ...others] = main.childNodes
      assert.deepEqual(
        [tag!.nodeName, attributeOf(after as never, 'id'), others.length],
        ['contact-signup', 'after', 0],
      )
      assert.equal(parseTag(await prerender({slots})).shadow.length, parseTag(await prerender()).shadow.length)
    })

  test('is as it was, where it is well formed', async () => {
    const slots =
      '<p slot="intro" title="&quot;">a &amp; b<br><img src="/a.png" alt=""></p>\n<template><b>c</b></template><!--d-->' +
      '<select slot="fields" name="size"><option value="1" selected="">1</option></select><script>"<b>"</script>'
    assert.ok((await prerender({slots})).endsWith(`</template>${slots}</contact-signup>`))
  })
})

test('links nothing but http(s)', async () => {
  for (const url of [
    'javascript:alert(1)',
    ' JaVaScRiPt:x',
    'java\tscript:x',
    'data:text/html,x',
    'vbscript:x',
    'blob:x',
  ]) {
    const {shadow, controls} = parseTag(await prerender({attributes: {'terms-url': url, 'privacy-url': url}}))
    assert.deepEqual(
      shadow.filter(({tagName}) => tagName === 'a'),
      [],
      url,
    )
    assert.equal(attributeOf(controls['consent.terms'], 'value'), english.terms)
  }
})

test('links http(s) as it is written', async () => {
  const urls = {'terms-url': ' terms?a=1&b="2"#c ', 'privacy-url': 'HTTPS://example.com/Privacy'}
  const {shadow} = parseTag(await prerender({attributes: urls}))
  assert.deepEqual(
    shadow.filter(({tagName}) => tagName === 'a').map(link => attributeOf(link, 'href')),
    ['terms?a=1&b="2"#c', 'https://example.com/Privacy'],
  )
})

test('escapes the URL of the style sheet', async () => {
  const {shadow} = parseTag(await prerender({stylesheet: '/a.css?"><script>&</style>'}))
  assert.equal(shadow[0]!.tagName, 'link')
  assert.equal(attributeOf(shadow[0], 'href'), '/a.css?"><script>&</style>')
  assertForm(shadow)
})

test('renders the same content of the shadow root alone', async () => {
  const options = {attributes: {title: all}, slots: '<p slot="intro">a</p>', messages: {submit: all}}
  const shadow = await prerenderShadow(options)
  const html = await prerender(options)
  const inside = /<template shadowrootmode="open">(.*)<\/template><p slot="intro">a<\/p><\/contact-signup>$/s.exec(html)
  assert.equal(serialize(parseFragment(shadow)), inside?.[1])
})

test('keeps hostile tags of a page within the page', async () => {
  const quoted = all.replace(/&/g, '&amp;').replace(/"/g, '&quot;')
  const page = `<main><contact-signup title="${quoted}" tags="${quoted}"></contact-signup><p>after</p></main>`
  const elements = elementsOf(await prerenderPage(page))
  assert.deepEqual(
    elements.filter(({tagName}) => foreign.includes(tagName)),
    [],
  )
  const main = elements.find(({tagName}) => tagName === 'main')!
  assert.deepEqual(
    main.childNodes.map(({nodeName}) => nodeName),
    ['contact-signup', 'p'],
  )
})
