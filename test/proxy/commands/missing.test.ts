import assert from 'node:assert/strict'
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {DatabaseSync} from 'node:sqlite'
import {dirname} from 'node:path'
import {after, before, describe, test} from 'node:test'
import {Client} from 'pg'
import {runCommand} from '../../../src/proxy/commands/commands.ts'
import {freshPath, openFile} from '../../support/outbox.ts'
import {startPostgres, type Postgres} from '../../support/postgres.ts'

const id = '0b0c5c1e-0000-4000-8000-000000000001'
const onOutbox: string[][] = [
  ['leads'],
  ['show', id],
  ['export', '--dead'],
  ['audit'],
  ['retry', id],
  ['retry', '--all-dead'],
  ['release', '--all'],
  ['discard', id],
  ['pause'],
  ['resume'],
  ['evidence', '--all'],
  ['forget', '--email', 'ada@example.com'],
  ['rekey'],
  ['rekey', '--dry-run'],
  ['backup', '/nonexistent/copy.db'],
  ['pause', '--dry-run'],
]
const key = Buffer.alloc(32, 1).toString('base64')

const run = (args: string[], OUTBOX: string) =>
  runCommand(args, {env: {OUTBOX, OUTBOX_KEY: key}, print() {}, remark() {}})

describe('commands on an outbox that does not exist', () => {
  let postgres: Postgres
  before(async () => void (postgres = await startPostgres()))
  after(() => postgres.stop())

  for (const args of onOutbox)
    test(`name the place and create nothing: ${args.join(' ')}`, async () => {
      const path = freshPath()
      await assert.rejects(run(args, `file:${path}`), {
        name: 'ConfigurationError',
        message: `OUTBOX: no outbox at file:${path}`,
      })
      assert.deepEqual(readdirSync(dirname(path)), [])
    })

  test('refuse the database of another program, and leave it as it is', async () => {
    const path = freshPath()
    const database = new DatabaseSync(path)
    database.exec('CREATE TABLE other (id INTEGER)')
    database.close()
    const before = readFileSync(path)
    await assert.rejects(run(['pause'], `file:${path}`), {message: `OUTBOX: no outbox at file:${path}`})
    assert.deepEqual(readFileSync(path), before)
  })

  test('refuse an empty file and a folder that does not exist', async () => {
    const path = freshPath()
    writeFileSync(path, '')
    await assert.rejects(run(['leads'], `file:${path}`), {message: `OUTBOX: no outbox at file:${path}`})
    await assert.rejects(run(['leads'], `file:${path}-folder/x.db`), {
      message: `OUTBOX: no outbox at file:${path}-folder/x.db`,
    })
    assert.equal(existsSync(`${path}-folder`), false)
  })

  test('leave an empty outbox to the key with which its proxy created it', async () => {
    const path = freshPath()
    const outbox = await openFile(path, {key: Buffer.alloc(32, 2)})
    await assert.rejects(run(['leads'], `file:${path}`), /^ConfigurationError: OUTBOX_KEY: expected the key/)
    await outbox.close()
    await (await openFile(path, {key: Buffer.alloc(32, 2)})).close()
  })

  test('name a PostgreSQL database without its password, and create no table', async () => {
    const url = await postgres.createDatabase('empty')
    const {host} = new URL(url)
    await assert.rejects(run(['pause'], url), {message: `OUTBOX: no outbox at postgres://${host}/empty`})
    const client = new Client({connectionString: url})
    await client.connect()
    const {rows} = await client.query(
      `SELECT schemaname FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    )
    await client.end()
    assert.deepEqual(rows, [])
  })
})
