import assert from 'node:assert/strict'
import {test} from 'node:test'
import {readCampaign, toRequestBody} from '../../src/element/session/request-body.ts'

const page = {
  values: {email: 'ada@example.com', gdpr_marketing_consent: false},
  tags: ' one  two ',
  lists: 'news',
  campaign: {},
  wordings: {terms: 'I agree'},
  lang: 'pt-BR',
  url: 'https://example.com/offers?email=ada%40example.com#form',
}

test('says what page, language and wording it was, without the query and what may stand in it', () => {
  const input = toRequestBody(page)
  assert.deepEqual(input.consent, {terms: 'I agree', page: 'https://example.com/offers', lang: 'pt-BR'})
  assert.equal(input.language, 'PT')
  assert.deepEqual(input.tags, ['one', 'two'])
})

test('names lists only with marketing consent', () => {
  for (const ticked of [false, undefined, 'on', 'true', 1])
    assert.equal(toRequestBody({...page, values: {gdpr_marketing_consent: ticked}}).list_ids, undefined)
  assert.deepEqual(toRequestBody({...page, values: {gdpr_marketing_consent: true}}).list_ids, ['news'])
})

test('lets nothing typed be overwritten by a campaign', () => {
  assert.equal(toRequestBody({...page, campaign: {email: 'x@y.z'}}).email, 'ada@example.com')
})

test('reads plain utm parameters and no others', () => {
  const url = `https://example.com/?utm_source=a&utm_medium=b%00&gclid=1&utm_x1=c&utm_term=${'d'.repeat(201)}&utm_campaign=e%20f`
  assert.deepEqual(readCampaign(url), {utm_source: 'a', utm_campaign: 'e f'})
})
