import assert from 'node:assert/strict'
import {test} from 'node:test'
import {audit, summaryOf, type Records} from './audit.ts'
import type {Arrival} from './fault-server.ts'

const arrival = (at: number, change: Partial<Arrival> = {}): Arrival => ({
  sender: 'one',
  at,
  fault: '201',
  respondedAt: at + 1,
  ...change,
})
const unanswered = (at: number, sender = 'one'): Arrival => ({sender, at, fault: 'no response'})
const records = (change: Partial<Records>): Records => ({
  ledger: new Map(),
  acknowledged: new Map([['a', {status: 202, at: 100}]]),
  pending: new Set(),
  dead: new Set(),
  deaths: new Map([['killed', 200]]),
  ...change,
})

interface Row {
  name: string
  records: Partial<Records>
  lost?: number
  doubled?: number
  resent?: number
}

const rows: Row[] = [
  {name: 'accepts a delivered lead', records: {ledger: new Map([['a', [arrival(1)]]])}},
  {name: 'accepts a pending lead', records: {pending: new Set(['a'])}},
  {
    name: 'accepts a dead letter',
    records: {dead: new Set(['a']), ledger: new Map([['a', [unanswered(1)]]])},
  },
  {name: 'finds a lead lost that is in no record', records: {}, lost: 1},
  {
    name: 'finds a lead lost that was sent once without a response',
    records: {ledger: new Map([['a', [unanswered(1)]]])},
    lost: 1,
  },
  {
    name: 'accepts a second attempt after no response',
    records: {ledger: new Map([['a', [unanswered(1), arrival(50)]]])},
    resent: 1,
  },
  {
    name: 'finds a lead doubled that is sent again after a response',
    records: {ledger: new Map([['a', [arrival(1), arrival(50)]]])},
    resent: 1,
    doubled: 1,
  },
  {
    name: 'finds a lead doubled that another proxy sends while the first is alive',
    records: {ledger: new Map([['a', [arrival(1), arrival(50, {sender: 'two'})]]])},
    resent: 1,
    doubled: 1,
  },
  {
    name: 'accepts a second attempt if the first sender died shortly after the response',
    records: {ledger: new Map([['a', [arrival(150, {sender: 'killed'}), arrival(300)]]])},
    resent: 1,
  },
  {
    name: 'finds a lead doubled if the first sender died long after the response',
    records: {
      ledger: new Map([['a', [arrival(1, {sender: 'killed'}), arrival(9000)]]]),
      deaths: new Map([['killed', 6000]]),
    },
    resent: 1,
    doubled: 1,
  },
  {
    name: 'accepts a second attempt if the first sender died shortly after the database was back',
    records: {
      ledger: new Map([['a', [arrival(1, {sender: 'killed'}), arrival(9000)]]]),
      deaths: new Map([['killed', 8000]]),
      outages: [{from: 500, to: 3500}],
    },
    resent: 1,
  },
  {
    name: 'finds a lead doubled if the first sender had had time before the database was stopped',
    records: {
      ledger: new Map([['a', [arrival(1, {sender: 'killed'}), arrival(9000)]]]),
      deaths: new Map([['killed', 8000]]),
      outages: [{from: 5500, to: 7500}],
    },
    resent: 1,
    doubled: 1,
  },
  {
    name: 'finds a lead doubled that is sent again after its delivery was recorded',
    records: {
      ledger: new Map([['a', [arrival(150, {sender: 'killed'}), arrival(300)]]]),
      recorded: new Map([['a', 180]]),
    },
    resent: 1,
    doubled: 1,
  },
  {
    name: 'finds a lead doubled that is sent again after the visitor got 201',
    records: {
      acknowledged: new Map([['a', {status: 201, at: 160}]]),
      ledger: new Map([['a', [arrival(150, {sender: 'killed'}), arrival(300)]]]),
    },
    resent: 1,
    doubled: 1,
  },
]
for (const {name, records: change, lost = 0, doubled = 0, resent = 0} of rows)
  test(`the audit ${name}`, () => {
    const result = audit(records(change))
    assert.deepEqual([result.lost.length, result.doubled.length, result.resent], [lost, doubled, resent])
    assert.equal(summaryOf(result).includes('≠'), lost > 0)
  })
