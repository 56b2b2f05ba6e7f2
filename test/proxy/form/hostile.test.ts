import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {startContactApi} from '../../support/contact-api.ts'
import {findForeignMarkup} from '../../support/foreign-markup.ts'
import {readHtmlForm} from '../../support/html-form.ts'
import {submit} from '../../support/plain-form.ts'
import {proxyFor} from '../../support/proxy.ts'

const markup = `"'></textarea></title></style></template></contact-signup><script>alert(1)</script><img src=x onerror=alert(1)>`
const names =
  'endpoint fields country countries lang consent terms-url privacy-url lists tags layout success-url'.split(' ')
const texts =
  'submit summary_title terms marketing choose email phone optional error_email_invalid failed_unavailable by_email'

const hostile: [title: string, prerendered: object][] = [
  ['markup in all attributes', {attributes: Object.fromEntries(names.map(name => [name, markup])), lang: 'en'}],
  [
    'markup beside names that are read',
    {attributes: {fields: `email* phone ${markup}`, consent: `terms ${markup}`, countries: `DE ${markup}`}, lang: 'de'},
  ],
  [
    'scripts in place of URLs',
    {
      attributes: {
        endpoint: 'javascript:alert(1)',
        'terms-url': 'javascript:alert(1)',
        'privacy-url': 'data:text/html,x',
      },
      lang: 'en',
    },
  ],
  ['another endpoint', {attributes: {endpoint: 'https://evil.example/'}, lang: 'en'}],
  [
    'markup in all texts',
    {attributes: {}, lang: 'en', messages: Object.fromEntries(texts.split(' ').map(name => [name, markup]))},
  ],
  ['markup in its slots', {attributes: {}, lang: 'en', slots: {terms: markup, marketing: markup, submit: markup}}],
  ['empty texts', {attributes: {}, lang: 'en', messages: {submit: '', terms: '', marketing: '', email_suggestion: ''}}],
  ['further attributes', {attributes: {style: 'x', class: 'x', slot: 'x', is: 'x', srcdoc: markup}, lang: 'en'}],
  ['a language that is unknown', {attributes: {}, lang: 'xx_YY'}],
  ['a country that is none', {attributes: {country: 'XX', countries: 'XX'}, lang: 'en'}],
]
const values = Object.fromEntries(
  'name_first email phone phone_country full_address consent.page consent.terms tags gender'
    .split(' ')
    .map(name => [name, markup]),
)

suite('the page with the form of a hostile post', () => {
  for (const [title, prerendered] of hostile)
    test(`has no markup, script or address but its own: ${title}`, async () => {
      await using api = await startContactApi()
      const proxy = proxyFor(api)
      const response = await proxy(submit({...values, prerendered: JSON.stringify(prerendered)}))
      const html = await response.text()
      assert.deepEqual(proxy.events.map(({event}) => event).at(-1), 'contact_invalid')
      assert.ok(readHtmlForm(html).action)
      assert.deepEqual(findForeignMarkup(html), [])
    })
})
