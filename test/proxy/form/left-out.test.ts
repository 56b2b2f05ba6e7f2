import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import type {LogEvent} from '../../../src/proxy/index.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {readLeadOf} from '../../support/lead-reader.ts'
import {submit} from '../../support/plain-form.ts'
import {proxyFor} from '../../support/proxy.ts'

const options = {allowedTags: ['one'], allowedLists: ['news'], allowedFields: ['room', 'interests']}
const ada: [string, string][] = [
  ['email', 'ada@example.com'],
  ['gdpr_accept_terms', 'on'],
  ['gdpr_marketing_consent', 'on'],
]
const toNames = (events: readonly LogEvent[]) =>
  events.filter(({event}) => event === 'not_allowed').map(({level, fields}) => [level, fields])

/** Posts further fields, and returns what the contact API received besides Ada's, and the names that were logged. */
async function postWith(fields: [string, string][]) {
  await using api = await startContactApi()
  const proxy = proxyFor(api, options)
  const {status} = await proxy(submit([...ada, ...fields]))
  const {email, gdpr_accept_terms, gdpr_marketing_consent, gdpr_date, gdpr_remote_ip, ...more} =
    api.requests[0]?.body ?? {}
  assert.ok(status === 422 || (email && gdpr_accept_terms && gdpr_marketing_consent && gdpr_date && gdpr_remote_ip))
  return {status, more, names: toNames(proxy.events), events: proxy.events}
}

const refused: [title: string, fields: [string, string][], names: string][] = [
  ['a tag that is not allowed, with the others', [['tags', 'one canary']], 'tags'],
  ['an audience list that is not allowed', [['list_ids', 'canary']], 'list_ids'],
  ['a field that is not allowed', [['shoe_size', 'canary']], 'shoe_size'],
  [
    'a field that is not allowed, and is there twice',
    [
      ['shoe_size', '41'],
      ['shoe_size', 'canary'],
    ],
    'shoe_size',
  ],
  [
    'a field of the contact API that is not allowed, and is there twice',
    [
      ['user_id', '1'],
      ['user_id', 'canary'],
    ],
    'user_id',
  ],
  ['a field that only the proxy sets', [['gdpr_remote_ip', '1.1.1.1']], 'gdpr_remote_ip'],
  ['a name that is no field’s', [['vip<canary>', '1']], 'contact'],
  ['__proto__', [['__proto__', 'canary']], '__proto__'],
  ['a language that is none', [['language', '?canary']], 'language'],
  ['a tag that is too long', [['tags', 'canary'.repeat(20)]], 'tags'],
  ['a part of the consent that is none', [['consent.canary', '1']], 'consent'],
  ['a part of the consent called __proto__', [['consent.__proto__', '1']], 'consent'],
  ['a page of the consent that is none', [['consent.page', 'canary']], 'consent'],
  ['a wording that is too long', [['consent.marketing', 'canary'.repeat(700)]], 'consent'],
]

suite('a form without JavaScript', () => {
  for (const [title, fields, names] of refused)
    test(`costs no lead by ${title}`, async () => {
      const {status, more, names: logged, events} = await postWith(fields)
      assert.deepEqual([status, more, logged], [201, {}, [['warn', names]]])
      assert.doesNotMatch(JSON.stringify(events), /canary/)
    })

  test('keeps what is allowed beside what is not', async () => {
    const {more, names} = await postWith([
      ['tags', 'one'],
      ['list_ids', 'news canary'],
      ['room', 'sea'],
      ['interests', 'a'],
      ['interests', 'b'],
      ['shoe_size', '41'],
    ])
    assert.deepEqual(more, {tags: ['one'], room: 'sea', interests: ['a', 'b']})
    assert.deepEqual(names, [['warn', 'shoe_size list_ids']])
  })

  test('keeps the rest of the consent', async () => {
    const consent = {'consent.terms': 'I accept', 'consent.lang': 'en_US', 'consent.page': 'https://ok.example/a'}
    const {contact} = await readLeadOf(submit([...ada, ...Object.entries(consent)]))
    assert.deepEqual(contact.consent, {terms: 'I accept', page: 'https://ok.example/a'})
  })

  test('has one event of its outcome beside the warning', async () => {
    const {events} = await postWith([['shoe_size', '41']])
    const outcomes = events.filter(({ms}) => ms !== undefined).map(({event}) => event)
    assert.deepEqual(outcomes, ['created'])
    assert.equal(new Set(events.map(({request_id}) => request_id)).size, 1)
  })

  test('is refused for what its visitor can correct, and the log has both', async () => {
    const {status, names, events} = await postWith([
      ['shoe_size', '41'],
      ['name_first', 'x'.repeat(101)],
    ])
    assert.deepEqual([status, names], [422, [['warn', 'shoe_size']]])
    assert.equal(events.at(-1)?.event, 'contact_invalid')
  })
})
