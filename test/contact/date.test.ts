import assert from 'node:assert/strict'
import {test} from 'node:test'
import {toPlainDate} from '../../src/contact/index.ts'

const now = new Date('2026-03-01T11:00:00Z')
for (const date of ['1950-06-30', '2000-02-29', '1900-01-01', '2026-02-28', '2026-03-01'])
  test(`accepts ${date}`, () => assert.equal(toPlainDate(date, now), date)) // in Kiribati it is already 2 March, so that 1 March has passed
for (const date of [
  '1899-12-31',
  '1900-02-29',
  '2026-03-02',
  '2026-03-03',
  '2025-13-01',
  '2025-00-10',
  '2025-04-31',
  '30.06.1950',
  '1950-6-30',
  '1950-06-30T00:00:00Z',
  '',
])
  test(`refuses ${date || 'an empty text'}`, () => assert.equal(toPlainDate(date, now), undefined))
