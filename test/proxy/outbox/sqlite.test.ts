import {randomBytes} from 'node:crypto'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import type {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
import {freshPath} from '../../support/outbox.ts'
import {keepsTheContract} from './contract.ts'

const retention = 30 * 24 * 3_600_000
for (const [name, key] of [
  ['SQLite', undefined],
  ['SQLite, sealed', randomBytes(32)],
] as const) {
  const path = freshPath()
  keepsTheContract(name, () => openOutbox({place: {kind: 'file', path}, key, retention}) as Promise<SqlOutbox>) // a file is no `none`
}
