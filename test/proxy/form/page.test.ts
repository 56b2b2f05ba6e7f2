import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {readLeadOf} from '../../support/lead-reader.ts'
import {submit} from '../../support/plain-form.ts'
import {endpoint, post, site} from '../../support/proxy.ts'

const email = 'ada@example.com'
const pageOf = async (headers: Record<string, string | undefined>, fields = {}) =>
  (await readLeadOf(submit({email, ...fields}, headers))).contact.consent?.page

const referers: [title: string, headers: Record<string, string | undefined>, page: string | undefined][] = [
  ['an address of the same origin', {referer: `${site}/offers/`}, `${site}/offers/`],
  ['an origin alone', {referer: `${site}/`}, `${site}/`],
  ['a query, a fragment and a user', {referer: 'https://ada:x@ok.example/a?email=ada#b'}, `${site}/a`],
  ['an address without Origin', {referer: `${site}/a`, origin: undefined}, `${site}/a`],
  ['an address of http', {referer: 'http://ok.example/a', origin: 'http://ok.example'}, 'http://ok.example/a'],
  ['another origin', {referer: 'https://other.example/a'}, undefined],
  ['another scheme', {referer: 'http://ok.example/a'}, undefined],
  ['an address of a file', {referer: 'file:///home/ada/form.html', origin: undefined}, undefined],
  ['no address', {referer: 'ok.example'}, undefined],
  ['a long address', {referer: `${site}/${'a'.repeat(2048)}`}, undefined],
  ['the proxy’s own page', {referer: endpoint, origin: 'https://forms.example.com'}, undefined],
  [
    'a page beside the proxy',
    {referer: 'https://forms.example.com/a', origin: undefined},
    'https://forms.example.com/a',
  ],
  ['nothing', {}, undefined],
]

suite('the page of a form without JavaScript', () => {
  for (const [title, headers, page] of referers)
    test(`is ${page ? 'read from' : 'not read from'} a Referer with ${title}`, async () =>
      assert.equal(await pageOf(headers), page))

  test('is the one that the form names', async () =>
    assert.equal(await pageOf({referer: `${site}/a`}, {'consent.page': `${site}/b?c`}), `${site}/b`))

  test('is read from Referer if the form leaves it empty', async () =>
    assert.equal(await pageOf({referer: `${site}/a`}, {'consent.page': ''}), `${site}/a`))

  test('is not read from Referer for JSON', async () => {
    assert.equal((await readLeadOf(post({email}, {referer: `${site}/a`}))).contact.consent, undefined)
  })
})
