import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {toRequestBody, type FormContents} from '../../../src/element/session/request-body.ts'

const contents: FormContents = {
  values: {email: 'ada@example.com', gdpr_marketing_consent: false},
  tags: ' one  two ',
  lists: 'news offers',
  campaign: {},
  wordings: {terms: 'I agree'},
  lang: 'pt-BR',
  url: 'https://example.com/offers?email=ada%40example.com#form',
}

suite('toRequestBody', () => {
  test('contains the wording, the language and the page, without its query and fragment', () => {
    const {consent, language} = toRequestBody(contents)
    assert.deepEqual(consent, {
      terms: 'I agree',
      marketing: undefined,
      page: 'https://example.com/offers',
      lang: 'pt-BR',
    })
    assert.equal(language, 'PT')
  })

  test('contains everything that was typed, and the tags', () => {
    const values = {email: 'ada@example.com', city: '', room: 'sea', gdpr_accept_terms: true}
    const {language: _language, consent: _consent, list_ids: _lists, ...rest} = toRequestBody({...contents, values})
    assert.deepEqual(rest, {...values, tags: ['one', 'two']})
  })

  for (const url of ['file:///home/ada/form.html', 'about:srcdoc', 'data:text/html,x'])
    test(`contains no page for ${url}`, () => {
      assert.equal((toRequestBody({...contents, url}).consent as {page?: string}).page, undefined)
    })

  test('leaves out what is too long of a consent, and keeps the rest', () => {
    const wordings = {terms: 'x'.repeat(4001), marketing: 'News?'}
    const {consent} = toRequestBody({...contents, wordings, url: `https://example.com/${'x'.repeat(2048)}`})
    assert.deepEqual(consent, {terms: undefined, marketing: 'News?', page: undefined, lang: 'pt-BR'})
  })

  test('contains no language if the form’s is not among those of the contact API', () => {
    assert.equal(toRequestBody({...contents, lang: 'tlh'}).language, undefined)
  })

  for (const ticked of [false, undefined, 'on', 'true', 1])
    test(`contains no lists if the marketing consent is ${JSON.stringify(ticked)}`, () => {
      assert.equal(toRequestBody({...contents, values: {gdpr_marketing_consent: ticked}}).list_ids, undefined)
    })

  test('contains the lists if the marketing consent is true', () => {
    const values = {gdpr_marketing_consent: true}
    assert.deepEqual(toRequestBody({...contents, values}).list_ids, ['news', 'offers'])
  })

  test('contains the campaign, which overwrites nothing that was typed', () => {
    const body = toRequestBody({...contents, campaign: {email: 'x@y.z', utm_source: 'letter'}})
    assert.deepEqual([body.email, body.utm_source], ['ada@example.com', 'letter'])
  })

  test('takes the language, tags, lists and consent from the page, whatever a field is called', () => {
    const values = {language: 'XX', tags: 'x', list_ids: 'x', consent: 'x'}
    const {language, tags, list_ids, consent} = toRequestBody({...contents, values})
    assert.deepEqual([language, tags, list_ids], ['PT', ['one', 'two'], undefined])
    assert.deepEqual(Object.keys(consent as object), ['terms', 'marketing', 'page', 'lang'])
  })
})
