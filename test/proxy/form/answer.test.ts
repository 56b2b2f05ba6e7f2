import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {suite, test} from 'node:test'
import {prerender, type PrerenderOptions} from 'contact-signup/prerender'
import type {ProxyOptions} from '../../../src/proxy/index.ts'
import {created, startContactApi, respond, type Answer} from '../../support/contact-api.ts'
import {readHtmlForm} from '../../support/html-form.ts'
import {readLeadOf} from '../../support/lead-reader.ts'
import {submit} from '../../support/plain-form.ts'
import {endpoint, proxyFor, site} from '../../support/proxy.ts'

const own = new URL(endpoint).origin
const attributes = {
  endpoint,
  fields: 'name_first* email phone full_address country gender',
  country: 'GB',
  tags: 'one',
  'terms-url': '/terms',
}
const typed = {
  name_first: '  Ada "Countess" <b>',
  email: 'ada@example.com',
  phone: '020 7946 0958',
  full_address: '12 St James’s Square\r\n</textarea><script>alert(1)</script>',
  country: 'GB',
  gender: 'FEMALE',
  gdpr_marketing_consent: 'on',
  gdpr_accept_terms: 'on',
}

/** A form as its page posts it: what is typed in place of what the page had. */
async function openForm(options: PrerenderOptions = {}, changes: Record<string, string> = {}) {
  const form = readHtmlForm(await prerender({attributes, ...options}))
  return {...form.values, ...typed, ...changes}
}

const headers = {referer: `${site}/offers/summer?x=1`}

interface Posting {
  changes?: Record<string, string>
  options?: PrerenderOptions
  settings?: Partial<ProxyOptions>
  answer?: Answer
}

/** Posts a form, and reads the page that comes back. */
async function postForm({changes, options, settings, answer = created}: Posting) {
  await using api = await startContactApi(answer)
  const proxy = proxyFor(api, {allowedTags: ['one'], ...settings})
  const posted = await openForm(options, changes)
  const response = await proxy(submit(posted, headers))
  return {posted, response, events: proxy.events, page: readHtmlForm(await response.clone().text())}
}

/** What a visitor has typed, chosen and ticked. */
function toTyped(values: Record<string, string>) {
  const hidden = /^(?:consent\.|prerendered$|tags$|list_ids$|language$)/
  return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.test(name)))
}

const failures: [title: string, posting: Posting, status: number, text: RegExp][] = [
  ['an API that is down', {answer: (_request, response) => respond(response, 503)}, 503, /not process your sign-up/],
  [
    'an API that does not know the account',
    {answer: (_request, response) => respond(response, 401)},
    502,
    /not process/,
  ],
  ['a refusal of the API', {answer: (_request, response) => respond(response, 422)}, 422, /could not be accepted/],
]

suite('the response to a prerendered form without script', () => {
  test('has the form again after an error, with all that was typed', async () => {
    const {posted, page, response} = await postForm({changes: {email: 'ada@'}})
    assert.equal(response.status, 422)
    assert.deepEqual(toTyped(page.values), toTyped(posted))
    assert.equal(page.focused, 'email')
    assert.match(page.describe('email'), /Please enter a full email address/)
    assert.equal(page.describe('name_first'), '')
    assert.equal(page.text, 'Please enter a full email address, like name@example.com.')
    assert.equal(page.title, 'Please check your details – Sign up')
    assert.deepEqual([page.tags.has('script'), page.tags.has('b')], [false, false])
  })

  for (const [title, posting, status, text] of failures)
    test(`has the form again after ${title}, with all that was typed`, async () => {
      const {posted, page, response} = await postForm(posting)
      assert.equal(response.status, status)
      assert.deepEqual(toTyped(page.values), toTyped(posted))
      assert.equal(page.focused, undefined)
      assert.match(page.text, text)
    })

  test('has the form again after a used-up limit, with all that was typed', async () => {
    await using api = await startContactApi()
    const proxy = proxyFor(api, {rateLimitTotal: '1/60'})
    const posted = await openForm()
    await proxy(submit({...posted, email: 'other@example.com'}, headers))
    const response = await proxy(submit(posted, headers))
    const page = readHtmlForm(await response.text())
    assert.deepEqual([response.status, toTyped(page.values)], [429, toTyped(posted)])
    assert.match(page.text, /too many attempts/)
  })

  test('keeps each box as the visitor left it', async () => {
    const {gdpr_marketing_consent: _ticked, ...changed} = await openForm({}, {email: 'ada@'})
    await using api = await startContactApi()
    const page = readHtmlForm(await (await proxyFor(api)(submit(changed, headers))).text())
    assert.deepEqual([page.values.gdpr_accept_terms, page.values.gdpr_marketing_consent], ['on', undefined])
  })

  test('offers all countries for a phone without one, and has the focus there', async () => {
    const {page} = await postForm({changes: {phone: '020 7946 0958', phone_country: ''}})
    assert.equal(page.focused, 'phone_country')
    assert.match(page.describe('phone'), /choose the country of your phone number/)
    assert.equal(page.options('phone_country').length, 246)
  })

  test('keeps a country of the phone that was chosen among all', async () => {
    const {page} = await postForm({changes: {email: 'ada@', phone: '03-1234-5678', phone_country: 'JP'}})
    assert.equal(page.values.phone_country, 'JP')
  })

  test('names errors of fields that it does not show, and of the phone by its label', async () => {
    const changes = {phone: '12', phone_country: 'xx1', room: 'x'.repeat(1001)}
    const {page} = await postForm({changes, settings: {allowedFields: ['room']}})
    assert.equal(page.focused, 'phone')
    assert.deepEqual(page.text.split('\n'), [
      'Please check “Phone number”.',
      'Your details could not be accepted. Please check them and try again.',
    ])
  })

  test('may post to its own origin and be redirected to the success URL, and use its two style elements', async () => {
    const changes = {email: 'ada@'}
    const {page, response} = await postForm({changes, settings: {successUrl: 'https://www.example.org/thanks?a=b'}})
    const hashes = page.styles.map(text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    assert.equal(hashes.length, 2)
    assert.equal(
      response.headers.get('content-security-policy'),
      `default-src 'none'; style-src ${hashes.join(' ')}; base-uri 'none'; ` +
        "form-action 'self' https://www.example.org; frame-ancestors 'none'",
    )
    assert.equal(response.headers.get('referrer-policy'), 'same-origin')
    const {response: other} = await postForm({changes})
    assert.match(other.headers.get('content-security-policy')!, /form-action 'self';/)
  })

  test('has the page’s own words, as text, in its language', async () => {
    const slots = '<span slot="submit">Los <b>geht’s</b></span><span slot="terms">Ich stimme <i>zu</i></span>'
    const options = {lang: 'de-AT', slots, messages: {summary_title: 'Bitte <prüfen>'}}
    const {page, response} = await postForm({options, changes: {email: 'ada@'}})
    const html = await response.text()
    assert.match(html, /^<!doctype html><html lang="de" dir="ltr">/)
    assert.deepEqual([page.title, page.heading], ['Bitte <prüfen> – Los geht’s', 'Bitte <prüfen>'])
    assert.match(html, /Ich stimme zu/)
    assert.deepEqual(
      ['b', 'i', 'prüfen'].filter(tag => page.tags.has(tag)),
      [],
    )
  })

  test('has no form without what it was prerendered from', async () => {
    const {page} = await postForm({changes: {email: 'ada@', prerendered: '{'}})
    assert.deepEqual([page.action, page.title], [undefined, 'Please check your details – Sign up'])
  })

  test('is taken when it is corrected and posted again, as the lead of the page that it came from', async () => {
    await using api = await startContactApi()
    const proxy = proxyFor(api, {allowedTags: ['one']})
    const posted = await openForm({}, {email: 'ada@', name_first: 'Ada', full_address: 'a\r\nb'})
    const again = readHtmlForm(await (await proxy(submit(posted, headers))).text())
    const url = new URL(again.action!, endpoint)
    assert.deepEqual([url.origin, url.pathname], [own, '/api/signup'])
    const corrected = submit({...again.values, email: 'ada@example.com'}, {origin: own, referer: endpoint})
    const {contact} = await readLeadOf(corrected.clone(), {allowedTags: new Set(['one'])})
    assert.deepEqual(contact.consent?.page, 'https://ok.example/offers/summer')
    assert.match(contact.consent?.terms ?? '', /^I accept the terms .*\(https:\/\/ok\.example\/terms\)$/)
    assert.equal((await proxy(corrected)).status, 201)
    const {gdpr_date: _date, gdpr_remote_ip: _address, ...sent} = api.requests[0]!.body
    assert.deepEqual(sent, {
      name_first: 'Ada',
      email: 'ada@example.com',
      phone_countrycode: '44',
      phone_number: '2079460958',
      full_address: 'a\nb',
      country: 'GB',
      gender: 'FEMALE',
      language: 'EN',
      tags: ['one'],
      gdpr_accept_terms: true,
      gdpr_marketing_consent: true,
    })
  })
})
