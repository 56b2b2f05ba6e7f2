import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import fc from 'fast-check'
import {prerenderPage} from '../../src/prerender/page.ts'
import {prerender} from '../../src/prerender/prerender.ts'
import {attributesOf, elementsOf} from '../support/parsed-tag.ts'

const tag = '<contact-signup></contact-signup>'
/** The page with its tags as they were. */
const undo = (html: string) => html.replace(/<contact-signup><template .*?<\/template><\/contact-signup>/gs, tag)
const formsIn = (html: string) => elementsOf(html).filter(({attrs}) => attrs.some(({value}) => value === 'form')).length

/** What each form of a page was prerendered from. */
function sourcesIn(html: string): {attributes: Record<string, string>; lang: string; slots?: object}[] {
  return elementsOf(html)
    .map(attributesOf)
    .filter(({name}) => name === 'prerendered')
    .map(({value}) => JSON.parse(value!) as ReturnType<typeof sourcesIn>[number])
}

suite('prerenderPage leaves the rest of a page as it is', () => {
  const pages: [title: string, page: string, count?: number][] = [
    [
      'a whole page',
      `<!doctype html>\n<html lang=de>\n<head><title>t</title></head>\n<body>${tag}\n</body>\n</html>\n`,
    ],
    ['a fragment', `<p>Hello</p>${tag}<p>Bye`],
    ['nothing but a tag', tag],
    ['a page without a tag', '<!doctype html><p>Hello', 0],
    ['an empty page', '', 0],
    ['several tags', `${tag}${tag}<p>a</p>${tag}`, 3],
    ['line breaks of Windows', `<p>\r\na</p>\r\n${tag}\r\n<br/>\r`],
    ['characters outside the basic plane', `😀<!-- 😀 -->${tag}😀`],
    ['a byte order mark and a null', `\ufeff<p>\0</p>${tag}\0`],
    ['attributes and entities as they are written', `<P CLASS=a  ID='b'>&amp; &nbsp & <3</P>${tag}<BR />`],
    ['scripts and comments that name the tag', `<script>"${tag}"</script><!--${tag}-->${tag}<style>/*${tag}*/</style>`],
    ['another form around it', `<form action=/other><input name=q>${tag}</form>`],
    ['unclosed elements', `<ul><li>a<li>${tag}<li>b</ul><p>c<p>d`],
    ['misnested elements', `<b><i>a</b>${tag}</i>`],
    ['tables', `<table><tr><td>${tag}</td></tr></table>`],
    ['a tag between the rows of a table', `<table><tr><td>${tag}</td></tr>${tag}</table>${tag}`, 3],
    ['a tag that is not closed', `<p>a</p><contact-signup><p>b`, 0],
    ['a tag that is closed as in XML', `<div><contact-signup /></div>${tag}`],
    ['a tag that another end tag closes', `<p><contact-signup></p>${tag}`],
    ['a template', `<template>${tag}</template>`, 0],
    ['a shadow root', `<x-card><template shadowrootmode=open>${tag}</template></x-card>`, 0],
  ]
  for (const [title, page, count = 1] of pages)
    test(title, async () => {
      const html = await prerenderPage(page)
      assert.equal(undo(html), page)
      assert.equal(formsIn(html), count)
    })

  test('any text', async () => {
    const text = fc.string({unit: 'grapheme', maxLength: 20}).map(text => text.replaceAll('<', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(text, {minLength: 2, maxLength: 4}), async texts => {
        assert.equal(undo(await prerenderPage(texts.join(tag))), texts.join(tag))
      }),
      {numRuns: 50},
    )
  })
})

suite('prerenderPage', () => {
  test('renders each tag from its own attributes and its light DOM', async () => {
    const html = await prerenderPage(
      `<contact-signup class="a" fields="email"><p slot=intro>Hi</p>Instead</contact-signup>
      <contact-signup id="b" terms-url="/t?a&amp;b"><span slot=terms>I &lt;agree&gt;</span></contact-signup>`,
    )
    assert.deepEqual(sourcesIn(html), [
      {attributes: {fields: 'email'}, lang: 'en'},
      {attributes: {'terms-url': '/t?a&b'}, lang: 'en', slots: {terms: 'I <agree>'}},
    ])
    assert.match(html, /^<contact-signup class="a" fields="email"><template /)
    assert.match(html, /<\/template><p slot="intro">Hi<\/p>Instead<\/contact-signup>\n {6}<contact-signup id="b" /)
  })

  test('renders what prerender renders', async () => {
    const attributes = {fields: 'email*', endpoint: '/a', messages: '{"submit":"Join"}', prefill: ''}
    const rendered = await prerender({attributes, slots: '<p slot="footer">F</p>'})
    const [start] = rendered.split('<template')
    assert.equal(await prerenderPage(`${start}<p slot="footer">F</p></contact-signup>`), rendered)
  })

  test('renders in the nearest language, and adds none to the tag', async () => {
    const html = await prerenderPage(
      `<html lang="de">${tag}<div lang="fr-CA">${tag}<p lang="">${tag}</p></div>
      <contact-signup lang="es"></contact-signup><contact-signup lang=""></contact-signup>`,
    )
    assert.deepEqual(
      sourcesIn(html).map(({lang}) => lang),
      ['de', 'fr-CA', 'en', 'es', 'en'],
    )
    const tags = elementsOf(html).filter(({tagName}) => tagName === 'contact-signup')
    assert.deepEqual(
      tags.map(element => attributesOf(element).lang),
      [undefined, undefined, undefined, 'es', ''],
    )
  })

  test('renders in English where a page names no language', async () =>
    assert.deepEqual(sourcesIn(await prerenderPage(tag)), [{attributes: {}, lang: 'en'}]))

  test('leaves a tag that is prerendered already', async () => {
    const once = await prerenderPage(`<html lang="de">${tag}<contact-signup fields="email"><p>x</p></contact-signup>`)
    assert.equal(await prerenderPage(once), once)
  })

  test('renders no tag in another, which shows only where the script does not run', async () => {
    const html = await prerenderPage(`<contact-signup>a${tag}b</contact-signup>`)
    assert.equal(formsIn(html), 1)
    assert.ok(html.endsWith(`</template>a${tag}b</contact-signup>`))
  })

  test('takes the names that libraries give to attributes', async () => {
    const attributes = '@contact-signup-success="a" :class="b" x-on:click.prevent="c" [d]="e"'
    const html = await prerenderPage(`<contact-signup ${attributes}></contact-signup>`)
    assert.ok(html.startsWith(`<contact-signup ${attributes}><template `))
  })

  test('links the style sheet in each form', async () => {
    const html = await prerenderPage(`${tag}${tag}`, {stylesheet: '/a"b.css'})
    assert.equal(html.split('<template shadowrootmode="open"><link rel="stylesheet" href="/a&quot;b.css">').length, 3)
    assert.doesNotMatch(html, /<style/)
  })

  test('refuses a page with a tag that is wrong, and names the attribute', () =>
    assert.rejects(prerenderPage(`${tag}<contact-signup endpoint="javascript:1"></contact-signup>`), {
      name: 'TypeError',
      message: 'prerender: attribute endpoint: expected an http(s) URL or a path',
    }))
})

for (const html of [undefined, null, 1, {}, Buffer.from('<p>')])
  test(`prerenderPage refuses ${html === null ? 'null' : (html?.constructor.name ?? 'undefined')} as a page`, async () =>
    assert.rejects(prerenderPage(html as string), {
      name: 'TypeError',
      message: 'prerenderPage: html: expected the HTML of a page as a string',
    }))
