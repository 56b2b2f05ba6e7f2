import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {prerender} from 'contact-signup/prerender'
import {startContactApi} from '../../support/contact-api.ts'
import {readHtmlForm} from '../../support/html-form.ts'
import {readLeadOf} from '../../support/lead-reader.ts'
import {submit} from '../../support/plain-form.ts'
import {endpoint, proxyFor} from '../../support/proxy.ts'

const numbers: [phone: string, country: string, pair: [string, string]][] = [
  ['12505550123', 'DE', ['1', '2505550123']],
  ['12125550123', 'FR', ['1', '2125550123']],
  ['12125550123', 'US', ['1', '2125550123']],
  ['12505550123', 'AT', ['43', '12505550123']],
  ['13105551234', 'CN', ['86', '13105551234']],
  ['11505550123', 'DE', ['49', '11505550123']],
]

suite('without JavaScript, a number of +1 that a browser has filled in without its plus', () => {
  for (const [phone, country, pair] of numbers)
    test(`is one of +${pair[0]} beside ${country}: ${phone}`, async () => {
      const {phone_countrycode, phone_number} = (await readLeadOf(submit({phone, phone_country: country}))).contact
      assert.deepEqual([phone_countrycode, phone_number], pair)
    })

  test('needs a country', async () => {
    await assert.rejects(readLeadOf(submit({phone: '12505550123', phone_country: ''})), {
      issues: [{field: 'phone', code: 'phone_country_missing'}],
    })
  })
})

const withChoice: [typed: string, pair: [string, string]][] = [
  ['43 664 1234567', ['43', '6641234567']],
  [' 43 664 1234567', ['43', '6641234567']],
  [' +43 664 1234567', ['43', '6641234567']],
  ['0043 664 1234567', ['43', '6641234567']],
  ['(43) 664 1234567', ['43', '6641234567']],
  ['٤٣ ٦٦٤ ١٢٣٤٥٦٧', ['43', '6641234567']],
  ['12125550123', ['1', '2125550123']],
]

suite('without JavaScript, a number beside the choice of its own calling code', () => {
  for (const [phone, pair] of withChoice)
    test(`is one of +${pair[0]}: ${phone}`, async () => {
      const {phone_countrycode, phone_number} = (await readLeadOf(submit({phone, phone_country: '+'}))).contact
      assert.deepEqual([phone_countrycode, phone_number], pair)
    })

  test('needs a country if it has none', async () => {
    await assert.rejects(readLeadOf(submit({phone: '0664 1234567', phone_country: '+'})), {
      issues: [{field: 'phone', code: 'phone_country_missing'}],
    })
  })

  test('keeps the choice, and the number, in the form that comes back', async t => {
    const api = await startContactApi()
    t.after(() => api[Symbol.asyncDispose]())
    const {values} = readHtmlForm(await prerender({attributes: {endpoint, country: 'GB'}}))
    const response = await proxyFor(api)(submit({...values, phone: '0664 1234567', phone_country: '+'}))
    const {phone, phone_country} = readHtmlForm(await response.text()).values
    assert.deepEqual([response.status, phone, phone_country], [422, '0664 1234567', '+'])
  })
})
