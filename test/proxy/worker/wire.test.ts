import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {after, before, beforeEach, describe, test} from 'node:test'
import {created, respond, startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {until} from '../../support/outbox.ts'
import {contactSettings, path, secret, site, startWorker, type RunningWorker} from '../../support/workerd/worker.ts'

const person = () => ({name_first: 'Personcanary', email: `${randomUUID()}@emailcanary.example`})

describe('the Worker in workerd', () => {
  let api: ContactApi
  let worker: RunningWorker
  before(async () => {
    api = await startContactApi()
    const allowed = {
      ALLOWED_FIELDS: 'company seats partner interests',
      ALLOWED_TAGS: 'one two',
      ALLOWED_LISTS: 'list-1',
    }
    worker = await startWorker({...contactSettings(api.url), ...allowed})
  })
  beforeEach(() => {
    api.answer = created
    api.requests.splice(0)
  })
  after(async () => {
    await worker.stop()
    await api.close()
  })

  test('responds 201 when the contact API has the contact, with the address and time of consent', async () => {
    const {email} = person()
    const consent = {terms: 'I agree', page: 'https://ok.example/', lang: 'en'}
    const response = await worker.post({email, gdpr_accept_terms: true, consent})
    assert.deepEqual(
      [response.status, response.body, response.headers['access-control-allow-origin']],
      [201, '{"status":"created"}', site],
    )
    const [{path: target, headers, body}] = api.requests as [(typeof api.requests)[0]]
    assert.deepEqual(
      [target, headers.authorization, body.email, body.gdpr_remote_ip],
      ['/v2/account/acc-1/contact/', `Token token=${secret}`, email, '203.0.113.1'],
    )
  })

  test('delivers every kind of field, of both kinds of form', async () => {
    const own = {company: 'Analytical Engines', seats: 3, partner: true, interests: ['a', 'b']}
    const more = {tags: ['one', 'two'], list_ids: ['list-1'], gdpr_marketing_consent: true, born_date: '1990-02-03'}
    const consent = {marketing: 'News', page: 'https://ok.example/', lang: 'en'}
    const phone = {phone: '+44 7712 345678', country: 'GB'}
    const json = await worker.post({...person(), ...own, ...more, ...phone, consent})
    assert.equal(json.status, 201, json.body)
    const sent = api.requests[0]!.body
    assert.deepEqual(
      {company: sent.company, seats: sent.seats, partner: sent.partner, interests: sent.interests, tags: sent.tags},
      {...own, tags: more.tags},
    )
    const form = new URLSearchParams({email: person().email, company: 'Engines', gdpr_marketing_consent: 'on'})
    for (const tag of more.tags) form.append('tags', tag)
    const headers = {'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': undefined}
    assert.equal((await worker.post(form.toString(), headers)).status, 201)
    assert.deepEqual([api.requests[1]!.body.company, api.requests[1]!.body.tags], ['Engines', more.tags])
  })

  test('responds 202 while the contact API does not take the lead', async () => {
    api.answer = (_request, response) => respond(response, 500)
    const response = await worker.post(person())
    assert.deepEqual([response.status, response.body], [202, '{"status":"accepted"}'])
  })

  test('responds 422 to a contact that the API refuses while its visitor waits', async () => {
    api.answer = (_request, response) => respond(response, 422)
    const response = await worker.post(person())
    assert.deepEqual([response.status, JSON.parse(response.body).code], [422, 'refused'])
  })

  test('delivers one lead for twenty posts under one key at the same time, with twenty equal responses', async () => {
    const [key, body] = [randomUUID(), person()]
    const responses = await Promise.all(Array.from({length: 20}, () => worker.post(body, {'idempotency-key': key})))
    assert.deepEqual(
      new Set(responses.map(response => `${response.status} ${response.body}`)),
      new Set(['201 {"status":"created"}']),
    )
    assert.equal(api.requests.length, 1)
    const other = await worker.post(person(), {'idempotency-key': key})
    assert.deepEqual([other.status, JSON.parse(other.body).code], [422, 'idempotency_key_reused'])
    assert.equal(api.requests.length, 1)
  })

  test('takes the same contact under two keys as one lead', async () => {
    const body = person()
    assert.deepEqual([(await worker.post(body)).status, (await worker.post(body)).status], [201, 201])
    assert.equal(api.requests.length, 1)
  })

  test('quarantines a lead whose honeypot is filled in', async () => {
    const response = await worker.post({...person(), more_comments: 'spam'})
    assert.ok([201, 202].includes(response.status))
    assert.equal(api.requests.length, 0)
    assert.match(worker.output(), /"event":"quarantined","reason":"honeypot"/)
  })

  test('responds to the preflight of an allowed site', async () => {
    const headers = {'access-control-request-method': 'POST', 'access-control-request-headers': 'idempotency-key'}
    const response = await worker.post('', headers, path, 'OPTIONS')
    assert.deepEqual([response.status, response.headers['access-control-allow-origin']], [204, site])
    assert.match(response.headers['access-control-allow-headers'] ?? '', /idempotency-key/i)
  })

  test('takes an urlencoded form without script, with a page in its language', async () => {
    const {email} = person()
    const form = {'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': undefined}
    const posted = await worker.post(`email=${email}&consent.lang=de`, form)
    assert.deepEqual([posted.status, posted.headers['content-type']], [201, 'text/html; charset=utf-8'])
    assert.match(posted.body, /<html lang="de"/)
    assert.equal(api.requests[0]?.body.email, email)
    const invalid = await worker.post('email=ada%40&consent.lang=de', form)
    assert.equal(invalid.status, 422)
    assert.match(invalid.headers['content-type'] ?? '', /^text\/html/)
  })

  test('renders a prerendered form again with what was typed', async () => {
    const prerendered = JSON.stringify({attributes: {fields: 'email*'}, lang: 'en'})
    const body = new URLSearchParams({email: 'ada@', prerendered, 'consent.lang': 'en'}).toString()
    const response = await worker.post(body, {'content-type': 'application/x-www-form-urlencoded'})
    assert.equal(response.status, 422)
    assert.match(response.body, /<contact-signup[\s\S]*value="ada@"/)
  })

  test('logs lines of JSON without the secret and without what was typed', async () => {
    await until('the lines', () => worker.output().includes('"event":"delivered"'))
    const lines = worker.output().trim().split('\n')
    for (const line of lines) assert.equal(typeof (JSON.parse(line) as {event: unknown}).event, 'string')
    assert.doesNotMatch(worker.output(), new RegExp(`${secret}|canary`, 'i'))
  })
})
