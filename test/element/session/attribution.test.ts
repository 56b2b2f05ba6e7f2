import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {toAttribution} from '../../../src/element/session/attribution.ts'

const page = 'https://www.example.com/offers?gclid=g1&fbclid=f1&utm_source=letter&email=ada%40example.com#form'
const before = 'https://search.example.org/find?q=ada%40example.com#top'
const utm = {utm_source: 'letter'}
const clicks = {gclid: 'g1', fbclid: 'f1'}
const referrer = {referrer: 'https://search.example.org/find', landing_page: 'https://www.example.com/offers'}

suite('toAttribution', () => {
  const words: [attribution: string | boolean, values: Record<string, string>][] = [
    [false, {}],
    [true, utm],
    ['', utm],
    ['true', utm],
    ['utm', utm],
    ['clicks', clicks],
    ['referrer', referrer],
    [' referrer  utm clicks', {...referrer, ...utm, ...clicks}],
  ]
  for (const [attribution, values] of words)
    test(`reads ${Object.keys(values).join(' and ') || 'nothing'} for ${JSON.stringify(attribution)}`, () =>
      assert.deepEqual(toAttribution(attribution, page, before), values))

  test('warns once of a word that is unknown, and reads the others', t => {
    const warn = t.mock.method(console, 'warn', () => {})
    for (const _ of [1, 2]) assert.deepEqual(toAttribution('click utm constructor', page, before), utm)
    assert.deepEqual(
      warn.mock.calls.map(({arguments: [text]}) => text as string),
      ['click', 'constructor'].map(
        word => `<contact-signup> attribution: "${word}" is unknown, expected one of: utm clicks referrer`,
      ),
    )
  })

  test('knows the click ids of each network', () => {
    const ids = 'gclid gbraid wbraid dclid fbclid ttclid msclkid'.split(' ')
    const query = [...ids, 'yclid', 'GCLID'].map(name => `${name}=1`).join('&')
    assert.deepEqual(
      toAttribution('clicks', `https://example.com/?${query}`, ''),
      Object.fromEntries(ids.map(name => [name, '1'])),
    )
  })

  test('leaves out a referrer that is unknown, too long or no web page', () => {
    for (const from of ['', 'about:blank', 'android-app://com.example', `https://example.com/${'p'.repeat(200)}`])
      assert.deepEqual(toAttribution('referrer', 'file:///home/ada/page.html', from), {})
  })

  const cases: [query: string, campaign: Record<string, string>][] = [
    ['utm_source=letter&utm_medium=paper', {utm_source: 'letter', utm_medium: 'paper'}],
    ['utm_campaign=summer%20sale+%C3%A9', {utm_campaign: 'summer sale é'}],
    ['gclid=1&email=ada%40example.com&UTM_SOURCE=a&xutm_source=a', {}],
    ['utm_=a&utm_x1=a&utm_a-b=a', {}],
    [`utm_${'x'.repeat(30)}=a&utm_${'x'.repeat(31)}=b`, {[`utm_${'x'.repeat(30)}`]: 'a'}],
    ['utm_source=&utm_medium=%00&utm_term=a%0Ab&utm_content=%E2%80%AE', {}],
    [`utm_source=${'d'.repeat(200)}&utm_term=${'d'.repeat(201)}`, {utm_source: 'd'.repeat(200)}],
    ['utm_source=first&utm_source=last', {utm_source: 'last'}],
    ['', {}],
  ]
  for (const [query, campaign] of cases)
    test(`reads ${Object.keys(campaign).join(' and ') || 'nothing'} from ?${query.slice(0, 80)}`, () => {
      assert.deepEqual(toAttribution('utm', `https://example.com/?${query}#utm_source=fragment`, ''), campaign)
    })
})
