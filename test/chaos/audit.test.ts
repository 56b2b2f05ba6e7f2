import assert from 'node:assert/strict'
import {test} from 'node:test'
import {audit, summaryOf, type Books} from './audit.ts'
import type {Arrival} from './fault-server.ts'

const arrival = (at: number, change: Partial<Arrival> = {}): Arrival => ({
  sender: 'one',
  at,
  fault: '201',
  answered: at + 1,
  ...change,
})
const silent = (at: number, sender = 'one'): Arrival => ({sender, at, fault: 'silence'})
const books = (change: Partial<Books>): Books => ({
  ledger: new Map(),
  acknowledged: new Map([['a', {status: 202, at: 100}]]),
  pending: new Set(),
  dead: new Set(),
  deaths: new Map([['killed', 200]]),
  ...change,
})

const rows: [string, Partial<Books>, {lost?: number; doubled?: number; again?: number}][] = [
  ['a delivered lead', {ledger: new Map([['a', [arrival(1)]]])}, {}],
  ['a pending lead', {pending: new Set(['a'])}, {}],
  ['a dead lead', {dead: new Set(['a']), ledger: new Map([['a', [silent(1)]]])}, {}],
  ['a lead that is nowhere', {}, {lost: 1}],
  ['a lead that was sent, and never heard of again', {ledger: new Map([['a', [silent(1)]]])}, {lost: 1}],
  ['a second try after silence', {ledger: new Map([['a', [silent(1), arrival(50)]]])}, {again: 1}],
  ['a second try after an answer', {ledger: new Map([['a', [arrival(1), arrival(50)]]])}, {again: 1, doubled: 1}],
  [
    'a second try by another proxy that lives with the first',
    {ledger: new Map([['a', [arrival(1), arrival(50, {sender: 'two'})]]])},
    {again: 1, doubled: 1},
  ],
  [
    'a second try after its sender died a moment after the answer',
    {ledger: new Map([['a', [arrival(150, {sender: 'killed'}), arrival(300)]]])},
    {again: 1},
  ],
  [
    'a second try though its sender died long after the answer',
    {ledger: new Map([['a', [arrival(1, {sender: 'killed'}), arrival(3000)]]]), deaths: new Map([['killed', 2000]])},
    {again: 1, doubled: 1},
  ],
  [
    'a second try though the visitor had been told 201',
    {
      acknowledged: new Map([['a', {status: 201, at: 160}]]),
      ledger: new Map([['a', [arrival(150, {sender: 'killed'}), arrival(300)]]]),
    },
    {again: 1, doubled: 1},
  ],
]
for (const [what, change, {lost = 0, doubled = 0, again = 0}] of rows)
  test(`the audit judges ${what}`, () => {
    const verdict = audit(books(change))
    assert.deepEqual([verdict.lost.length, verdict.doubled.length, verdict.again], [lost, doubled, again])
    assert.equal(summaryOf(verdict).includes('≠'), lost > 0)
  })
