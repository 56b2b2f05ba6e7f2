import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {findFault, type PhoneFault} from '../../src/contact/phone/fault.ts'

const cases: [typed: string, fault: PhoneFault | undefined][] = [
  ['020 7946 0958 ext 12', 'extension'],
  ['+44 20 7946 0958 ext. 1234', 'extension'],
  ['(202) 555-0123x99', 'extension'],
  ['+1 202 555 0123 #7', 'extension'],
  ['+7 495 123-45-67 доб. 12', 'extension'],
  ['+49 30 123456 DW: 12', 'extension'],
  ['tel:+442079460958;ext=12', 'extension'],
  ['+44 20 7946 0958, 12', 'extension'],
  ['٠٢٠ ٧٩٤٦ ٠٩٥٨ تحويلة ١٢', 'extension'],
  ['07712 345678 or 07700 900123', 'characters'],
  ['07712 345678 / 07700 900123', 'characters'],
  ['07712345678 07700900123', 'characters'],
  ['1-800-FLOWERS', 'characters'],
  ['call me', 'characters'],
  ['https://example.com/ada', 'characters'],
  ['ada@example.com', 'characters'],
  ['07712 345678 (WhatsApp)', 'characters'],
  ['1'.repeat(100_000), 'characters'],
  [`${'1'.repeat(50_000)} x ${'я'.repeat(50_000)}`, 'characters'],
  ['123', undefined],
  ['+44 7712 3456', undefined],
  ['0171/234567890123', undefined],
  ['+44 (0)20 7946 0958 1', undefined],
  ['', undefined],
]

suite('findFault', () => {
  for (const [typed, fault] of cases)
    test(`finds ${fault ?? 'nothing beside the digits'} in ${JSON.stringify(typed.slice(0, 40))}`, () => {
      assert.equal(findFault(typed), fault)
    })
})
