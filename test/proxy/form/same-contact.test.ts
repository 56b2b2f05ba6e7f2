import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {fieldNames} from '../../../src/contact/fields.ts'
import {toRequestBody} from '../../../src/element/session/request-body.ts'
import {readLeadOf} from '../../support/lead-reader.ts'
import {submit} from '../../support/plain-form.ts'
import {post} from '../../support/proxy.ts'

const allowed = {allowedTags: new Set(['one', 'two']), allowedLists: new Set(['news', 'offers'])}
const page = 'https://ok.example/signup'
const wordings = {terms: 'I accept the terms', marketing: 'Send me news'}

/** What a visitor has typed and ticked in a form with all fields. */
interface Typed {
  values: Record<string, string>
  ticked?: readonly string[]
  tags?: string
  lists?: string
}

/** What the form's script sends. */
function toJson({values, ticked = ['gdpr_accept_terms'], tags = '', lists = ''}: Typed): object {
  const boxes = ['gdpr_accept_terms', 'gdpr_marketing_consent'].map(name => [name, ticked.includes(name)])
  const typed = {...emptyFields(), ...values, ...Object.fromEntries(boxes)}
  return toRequestBody({values: typed, tags, lists, campaign: {}, wordings, lang: 'es', url: page})
}

/** What the browser posts of the same form without it: every control, but no box that is not ticked. */
function toForm({values, ticked = ['gdpr_accept_terms'], tags = '', lists = ''}: Typed): Record<string, string> {
  const boxes = Object.fromEntries(ticked.map(name => [name, 'on']))
  const consent = {'consent.terms': wordings.terms, 'consent.marketing': wordings.marketing, 'consent.lang': 'es'}
  const hidden = {tags, list_ids: lists, language: 'ES', ...consent, 'consent.page': page, more_comments: ''}
  const typed = {...emptyFields(), ...values}
  const posted = Object.entries(typed).map(([name, value]) => [name, value.replaceAll('\n', '\r\n')])
  return {...Object.fromEntries(posted), ...boxes, ...hidden}
}

const emptyFields = (): Record<string, string> =>
  Object.fromEntries([...fieldNames, 'phone_country'].map(name => [name, '']))

const both = ['gdpr_accept_terms', 'gdpr_marketing_consent']
const email = 'ada@example.com'
const typedForms: [title: string, typed: Typed][] = [
  ['only an e-mail', {values: {email}}],
  ['a country of the phone without a phone', {values: {email, phone_country: 'GB'}}],
  ['a phone in its country', {values: {phone: '020 7946 0958', phone_country: 'GB'}}],
  ['a phone with + and no country', {values: {phone: '+44 20 7946 0958'}}],
  ['an address of several lines', {values: {email, full_address: '12 St James’s Square\nLondon'}}],
  ['a gender that is not said', {values: {email, gender: 'NONE'}}],
  ['marketing ticked, without lists', {values: {email}, ticked: both}],
  ['marketing ticked, with lists', {values: {email}, ticked: both, lists: 'news offers'}],
  ['lists, and marketing not ticked', {values: {email}, lists: 'news offers'}],
  ['lists that are not allowed, and marketing not ticked', {values: {email}, lists: 'secret'}],
  ['tags', {values: {email}, tags: 'one, two'}],
  [
    'every field',
    {
      values: {
        name_first: ' Ada ',
        name_last: 'Lovelace',
        email,
        phone: '+49 30 123456',
        phone_country: 'GB',
        full_address: 'a\n\nb',
        zip: 'SW1Y 4LE',
        city: 'London',
        region: '  ',
        country: 'GB',
        born_date: '1990-12-10',
        gender: 'FEMALE',
      },
      ticked: both,
      tags: 'one',
      lists: 'news',
    },
  ],
]

suite('a form without JavaScript', () => {
  for (const [title, typed] of typedForms)
    test(`gives the contact that its script sends: ${title}`, async () => {
      const [json, form] = [post(toJson(typed)), submit(toForm(typed))]
      assert.deepEqual((await readLeadOf(form, allowed)).contact, (await readLeadOf(json, allowed)).contact)
    })

  test('has an empty wording, page and language of consent as if they were missing', async () => {
    const {contact} = await readLeadOf(
      submit({email, 'consent.terms': '', 'consent.marketing': ' ', 'consent.page': '', 'consent.lang': ''}),
    )
    assert.deepEqual(contact, {email})
  })

  test('refuses the phone of a country that is not chosen', async () => {
    const typed = toForm({values: {phone: '020 7946 0958'}})
    await assert.rejects(readLeadOf(submit(typed)), {issues: [{field: 'phone', code: 'phone_country_missing'}]})
  })

  test('refuses a line break in a name', async () => {
    const typed = toForm({values: {email, name_first: 'Ada\nLovelace'}})
    await assert.rejects(readLeadOf(submit(typed)), {issues: [{field: 'name_first', code: 'characters_invalid'}]})
  })
})
