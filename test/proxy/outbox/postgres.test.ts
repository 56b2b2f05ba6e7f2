import {randomBytes} from 'node:crypto'
import {after} from 'node:test'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import type {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
import {startPostgres} from '../../support/postgres.ts'
import {keepsTheContract} from './contract.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

const retention = 30 * 24 * 3_600_000
for (const [name, key] of [['PostgreSQL', undefined], ['PostgreSQL, sealed', randomBytes(32)]] as const) {
  const url = await postgres.createDatabase(key ? 'sealed' : 'plain')
  keepsTheContract(name, () => openOutbox({place: {kind: 'postgres', url}, key, retention}) as Promise<SqlOutbox>) // postgres is no `none`
}
