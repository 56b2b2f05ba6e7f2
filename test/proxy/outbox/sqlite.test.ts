import {randomBytes} from 'node:crypto'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {freshPath} from '../../support/outbox.ts'
import {testOutboxContract} from './contract.ts'

const day = 24 * 3_600_000
const keeping = {retention: 30 * day, leadRetention: 20 * day}
for (const [name, key] of [
  ['SQLite', undefined],
  ['SQLite, encrypted', randomBytes(32)],
] as const) {
  const path = freshPath()
  testOutboxContract(name, () => openOutbox({place: {kind: 'file', path}, key, ...keeping}) as Promise<StoredOutbox>) // undefined for `none` only
}
