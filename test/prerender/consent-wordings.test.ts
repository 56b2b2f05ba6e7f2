import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import english from '../../src/messages/en.ts'
import {prerender} from '../../src/prerender/prerender.ts'
import type {PrerenderOptions} from '../../src/prerender/options.ts'
import {attributeOf, parseTag} from '../support/parsed-tag.ts'

/** What a form without script posts as the wordings of consent. */
async function wordingsOf(options: PrerenderOptions) {
  const {controls} = parseTag(await prerender(options))
  const valueOf = (name: string) => controls[name] && (attributeOf(controls[name], 'value') ?? '')
  return {terms: valueOf('consent.terms'), marketing: valueOf('consent.marketing')}
}

const attributes = {'terms-url': '/terms', 'privacy-url': 'https://example.com/privacy'}
const links = `${english.terms_link} (/terms) ${english.privacy_link} (https://example.com/privacy)`
const marketing = (channels: string) => english.marketing.replace('{channels}', channels)

suite('the wording of consent that is posted', () => {
  test('is the one that is built in, with the links beside it', async () =>
    assert.deepEqual(await wordingsOf({attributes}), {
      terms: `${english.terms} ${links}`,
      marketing: marketing(english.by_email_and_phone),
    }))

  test('names the channels that the form asks for', async () => {
    const of = async (fields: string) => (await wordingsOf({attributes: {fields}})).marketing
    assert.equal(await of('email'), marketing(english.by_email))
    assert.equal(await of('phone'), marketing(english.by_phone))
  })

  test('has the link to the privacy policy beside marketing, where there are no terms', async () =>
    assert.deepEqual(await wordingsOf({attributes: {...attributes, consent: 'marketing'}}), {
      terms: undefined,
      marketing: `${marketing(english.by_email_and_phone)} ${english.privacy_link} (https://example.com/privacy)`,
    }))

  test('is missing where there is no box', async () =>
    assert.deepEqual(await wordingsOf({attributes: {...attributes, consent: ''}}), {
      terms: undefined,
      marketing: undefined,
    }))

  test('is that of a message, with its white space as a reader sees it', async () => {
    const messages = {terms: '\n  I agree\u00a0\n\tto all ', terms_link: ' The\nterms ', marketing: 'News  {channels}'}
    assert.deepEqual(await wordingsOf({attributes: {'terms-url': '/terms'}, messages}), {
      terms: 'I agree to all The terms (/terms)',
      marketing: `News ${english.by_email_and_phone}`,
    })
  })

  test('is that of the language', async () =>
    assert.equal(
      (await wordingsOf({lang: 'de-AT', attributes: {'terms-url': '/agb'}})).terms,
      'Ich akzeptiere die AGB und habe die Datenschutzerklärung gelesen. AGB (/agb)',
    ))

  const slots: [title: string, html: string, terms: string][] = [
    ['text', '<span slot="terms">I agree</span>', 'I agree'],
    [
      'links, each with its URL behind it',
      '<span slot="terms">I agree to <a href="/a?b&amp;c">the <b>rules</b></a> and <a href=" https://b.example ">more</a>.</span>',
      'I agree to the rules (/a?b&c) and more (https://b.example).',
    ],
    ['links in links of a parser', '<p slot="terms"><a href="/a">a<a href="/b">b</a></p>', 'a (/a)b (/b)'],
    ['a link itself', '<a slot="terms" href="/a">Terms</a>', 'Terms (/a)'],
    ['an anchor that is no link', '<p slot="terms"><a name="x">Terms</a></p>', 'Terms'],
    ['white space', '<p slot="terms">\n  I\u00a0 <b> agree</b>\t to<br>all\r\n</p>', 'I agree to all'],
    ['several elements', '<b slot="terms">I agree </b><p>no</p><i slot="terms">to all</i>', 'I agree to all'],
    [
      'hidden content',
      '<p slot="terms">a<span hidden>b</span><script>c</script><style>d</style><template>e</template><!--f--></p>',
      'a',
    ],
    ['an element that is hidden', '<p slot="terms" hidden>a</p>', ''],
    ['an element without text', '<p slot="terms"></p>', ''],
    ['characters as they are', '<p slot="terms">&lt;b&gt; "a" &amp; \u{1F600}</p>', '<b> "a" & \u{1F600}'],
    ['no element within another', '<div><p slot="terms">a</p></div>', english.terms],
    ['no text around', 'a<p slot="intro">b</p>', english.terms],
  ]
  for (const [title, html, terms] of slots)
    test(`is that of the slot: ${title}`, async () => {
      assert.equal((await wordingsOf({slots: html})).terms, terms)
      const both = await wordingsOf({slots: html.replaceAll('"terms"', '"marketing"'), attributes})
      assert.equal(both.terms, `${english.terms} ${links}`)
      const isOwn = terms !== english.terms
      assert.equal(both.marketing, isOwn ? terms : marketing(english.by_email_and_phone))
    })

  test('is that of the slot with the links beside it', async () =>
    assert.equal(
      (await wordingsOf({attributes, slots: '<span slot="terms">I <a href="/x">agree</a></span>'})).terms,
      `I agree (/x) ${links}`,
    ))

  test('is that of the slot, whatever the messages are', async () =>
    assert.equal((await wordingsOf({messages: {terms: 'a'}, slots: '<span slot="terms">b</span>'})).terms, 'b'))
})
