import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {readLeadOf} from '../../support/lead-reader.ts'
import {submit} from '../../support/plain-form.ts'

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
