import assert from 'node:assert/strict'
import fc from 'fast-check'
import {checkContact} from '../../../src/contact/index.ts'
import {createProxy} from '../../../src/proxy/index.ts'
import {attempts, type Attempt} from './inputs.ts'

const allowedTags = ['one', 'early bird']
const allowedLists = ['news']

/** Responses by status: a run that yields only 415 tests nothing. */
export type Tally = Record<string, number>

/**
 * Sends generated requests to the proxy: none causes an internal error, a refused request causes no API call, and only
 * validated contacts are sent. The contact API is a function, so that a million cases take minutes.
 */
export async function fuzz(cases: number, seed?: number): Promise<Tally> {
  const sent: Record<string, unknown>[] = []
  const proxy = createProxy({
    url: 'https://api.example',
    accountId: 'acc-1',
    accountSecret: 'SECRET-CANARY',
    allowedOrigins: ['https://ok.example'],
    allowedTags,
    allowedFields: ['room', 'Loyalty-Level', 'ciudadanía', '_x'],
    allowedLists,
    rateLimitAddress: 'off',
    rateLimitPerson: 'off',
    log: ({level}) => assert.notEqual(level, 'error'),
    fetch: async (_url, init) => {
      sent.push(JSON.parse(String(init?.body)) as Record<string, unknown>) // the proxy's own JSON
      return new Response('{"id":"1"}', {status: 201})
    },
  })
  const tally: Tally = {}
  const property = fc.asyncProperty(attempts, async attempt => {
    sent.length = 0
    const response = await proxy(toRequest(attempt), {remoteAddress: '203.0.113.9'})
    tally[response.status] = (tally[response.status] ?? 0) + 1
    await checkResponse(response, sent)
    if (response.status === 201) checkAccepted(attempt)
  })
  await fc.assert(property, {numRuns: cases, seed})
  return tally
}

async function checkResponse(response: Response, sent: Record<string, unknown>[]): Promise<void> {
  assert.ok(response.status < 500, `${response.status}`)
  const body = await response.text()
  assert.ok(!`${body}${JSON.stringify([...response.headers])}`.includes('SECRET-CANARY'))
  if (response.status === 201)
    assert.ok(sent.length <= 1) // none for a duplicate form
  else assert.equal(sent.length, 0)
  for (const contact of sent) checkSent(contact)
}

const refused = [
  'vip',
  'constructor',
  '__proto__',
  'toString',
  'gdpr_date',
  'gdpr_remote_ip',
  'email_validation',
  'list_subscriptions',
  'user_id',
  'device_id',
  'list_ids',
  'facebook_id',
  'last_latitude',
]

/** An accepted body has no forbidden field, not even one that would not have been sent. */
function checkAccepted({headers, body}: Attempt): void {
  if (!/json/i.test(headers.find(([name]) => name === 'content-type')![1])) return
  const entries = Object.entries(JSON.parse(Buffer.from(body).toString()) as object) // an accepted body is an object
  assert.deepEqual(
    entries.filter(([name, value]) => refused.includes(name) && !isBlank(value) && !areAllowedLists(name, value)),
    [],
  )
}

const areAllowedLists = (name: string, value: unknown): boolean =>
  name === 'list_ids' && Array.isArray(value) && value.every(id => isBlank(id) || allowedLists.includes(String(id)))

const isBlank = (value: unknown): boolean =>
  value === null ||
  (typeof value === 'string' && /^[\s\p{DI}\u2800]*$/u.test(value)) ||
  (Array.isArray(value) && value.every(isBlank))

const evidence = ['gdpr_date', 'gdpr_remote_ip']

/** Validates what was sent once more: it must be valid and unchanged by validation. */
function checkSent(contact: Record<string, unknown>): void {
  if ('gdpr_accept_terms' in contact || 'gdpr_marketing_consent' in contact || 'gdpr_date' in contact) {
    assert.match(String(contact.gdpr_date), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    assert.equal(contact.gdpr_remote_ip, '203.0.113.9')
  }
  const {list_subscriptions, born_date, ...rest} = contact
  const contactSent = Object.fromEntries(Object.entries(rest).filter(([name]) => !evidence.includes(name)))
  const again = checkContact({
    ...contactSent,
    ...(born_date !== undefined && {born_date: String(born_date).slice(0, 10)}),
  })
  assert.ok(again.ok, JSON.stringify(again))
  assert.deepEqual(
    {...again.contact},
    {...contactSent, ...(born_date !== undefined && {born_date: String(born_date).slice(0, 10)})},
  )
  if (list_subscriptions !== undefined) {
    assert.deepEqual(list_subscriptions, [{list_id: 'news', subscribed: true}])
    assert.equal(contact.gdpr_marketing_consent, true)
  }
  assert.ok(((contactSent.tags ?? []) as string[]).every(tag => allowedTags.includes(tag))) // validated above
  assert.deepEqual(
    Object.keys(contactSent).filter(name =>
      [
        'vip',
        'user_id',
        'device_id',
        'more_comments',
        'form_elapsed',
        'form_proof',
        'consent',
        'phone',
        '__proto__',
      ].includes(name),
    ),
    [],
  )
}

function toRequest({target, method, headers, body}: Attempt): Request {
  const hasBody = method !== 'GET'
  return new Request(`https://forms.example.com${target}`, {
    method,
    headers,
    body: hasBody ? Uint8Array.from(body) : undefined,
  })
}
