import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {readPrerendered} from '../../../src/proxy/http/prerendered.ts'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {freshPath} from '../../support/outbox.ts'
import {filled, submit} from '../../support/plain-form.ts'
import {post, proxyFor, verdict} from '../../support/proxy.ts'

const prerendered = {
  attributes: {endpoint: 'https://forms.example.com/api/signup', fields: 'email* phone', prefill: ''},
  lang: 'es-MX',
  messages: {submit: 'Apúntame'},
  slots: {terms: 'Acepto los términos', submit: 'Apúntame'},
}
const change = (changes: object) => JSON.stringify({...prerendered, ...changes})
const many = (count: number) =>
  Object.fromEntries(
    Array.from({length: count}, (_, n) => [String(n).replace(/\d/g, digit => 'abcdefghij'[+digit]!), 'x']),
  )

suite('readPrerendered', () => {
  test('reads attributes, language and messages', () =>
    assert.deepEqual(readPrerendered(JSON.stringify(prerendered)), prerendered))

  test('needs neither messages nor slots', () => {
    const {messages: _messages, slots: _slots, ...rest} = prerendered
    assert.deepEqual(readPrerendered(JSON.stringify(rest)), {...rest, messages: {}, slots: {}})
  })

  test('drops other properties and slots, and messages that depend on a count', () => {
    const others = {html: '<b>', slots: {...prerendered.slots, intro: '<b>'}}
    const messages = {...prerendered.messages, countries_found: {one: 'un país', other: '{count} países'}}
    assert.deepEqual(readPrerendered(change({...others, messages})), prerendered)
  })

  test('drops an attribute called __proto__', () => {
    const {attributes} = readPrerendered('{"attributes":{"__proto__":"x"},"lang":"en"}')!
    assert.deepEqual([Object.keys(attributes), Object.getPrototypeOf(attributes)], [[], Object.prototype])
  })

  test('reads forty attributes and two hundred messages', () =>
    assert.ok(readPrerendered(change({attributes: many(40), messages: many(200)}))))

  const malformed: [title: string, value: unknown][] = [
    ['nothing', undefined],
    ['empty text', ''],
    ['two values', [change({}), change({})]],
    ['no JSON', '{"attributes":'],
    ['null', 'null'],
    ['a list', '[]'],
    ['attributes that are no object', change({attributes: 'x'})],
    ['no attributes', change({attributes: undefined})],
    ['an attribute that is no text', change({attributes: {fields: 1}})],
    ['an event handler', change({attributes: {onfocus: 'alert(1)'}})],
    ['an attribute with a space in its name', change({attributes: {'a b': 'x'}})],
    ['too many attributes', change({attributes: many(41)})],
    ['a long attribute', change({attributes: {tags: 'x'.repeat(4001)}})],
    ['no language', change({lang: undefined})],
    ['a language that is none', change({lang: '"><script>'})],
    ['a message that is no text', change({messages: {submit: 1}})],
    ['a message of lists', change({messages: {submit: ['x']}})],
    ['a slot that is no text', change({slots: {submit: {}}})],
    ['a long slot', change({slots: {submit: 'x'.repeat(4001)}})],
    ['a long message', change({messages: {submit: 'x'.repeat(4001)}})],
    ['too many messages', change({messages: many(201)})],
  ]
  for (const [title, value] of malformed)
    test(`ignores ${title}`, () => assert.equal(readPrerendered(value), undefined))
})

suite('the field `prerendered` of a form without JavaScript', () => {
  for (const [title, value] of [
    ['what the form was rendered of', JSON.stringify(prerendered)],
    ['anything else', 'x'],
  ] as const)
    test(`is no part of the contact, also if fields with this name are allowed: ${title}`, async () => {
      await using api = await startContactApi()
      const proxy = proxyFor(api, {allowedFields: ['prerendered']})
      assert.equal((await proxy(submit({...filled, prerendered: value}))).status, 201)
      assert.deepEqual(
        [api.requests[0]?.body.prerendered, proxy.events.map(({event}) => event)],
        [undefined, ['created']],
      )
    })

  test('sets the language of the response where the consent does not', async () => {
    await using api = await startContactApi()
    const fields = {email: 'ada@example.com', prerendered: JSON.stringify(prerendered)}
    const page = await (await proxyFor(api)(submit(fields, {'accept-language': 'de'}))).text()
    assert.match(page, /<html lang="es"/)
  })

  test('is a custom field like any other in JSON', async () => {
    await using api = await startContactApi()
    const body = {email: 'ada@example.com', prerendered: 'x'}
    assert.deepEqual(await verdict(await proxyFor(api)(post(body))), [422, 'contact_invalid'])
    assert.equal((await proxyFor(api, {allowedFields: ['prerendered']})(post(body))).status, 201)
    assert.equal(api.requests[0]?.body.prerendered, 'x')
  })
})

test('quarantines a form without JavaScript whose honeypot is filled in', async t => {
  await using api = await startContactApi()
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyFor(api, {outbox})
  t.after(() => proxy.close().then(() => outbox.close()))
  const hidden = {prerendered: JSON.stringify(prerendered)}
  const bot = await proxy(submit({...filled, ...hidden, email: 'bot@example.com', more_comments: 'a\r\nb'}))
  const visitor = await proxy(submit({...filled, ...hidden, more_comments: ''}))
  assert.deepEqual([bot.status, await bot.text()], [visitor.status, await visitor.text()])
  assert.deepEqual(
    (await outbox.list('quarantined')).map(({reason}) => reason),
    ['honeypot'],
  )
  assert.deepEqual(
    api.requests.map(({body}) => body.email),
    ['ada@example.com'],
  )
})

test('accepts a form in a script of which each character is posted as nine', async () => {
  await using api = await startContactApi()
  const wording = 'আমি শর্তাবলী গ্রহণ করি এবং গোপনীয়তা নীতি পড়েছি। '.repeat(20) // a thousand characters
  const messages = {terms: wording, marketing: wording}
  const consent = {'consent.terms': wording, 'consent.marketing': wording}
  const form = submit({...filled, ...consent, prerendered: change({messages})})
  assert.ok((await form.clone().text()).length > 24 * 1024)
  assert.equal((await proxyFor(api)(form)).status, 201)
})

test('refuses a form of more than 48 KiB with a page', async () => {
  await using api = await startContactApi()
  const response = await proxyFor(api)(submit(`email=a%40b.co&a=${'x'.repeat(48 * 1024)}`))
  assert.deepEqual([response.status, response.headers.get('content-type')], [413, 'text/html; charset=utf-8'])
})
