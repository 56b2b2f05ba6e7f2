import assert from 'node:assert/strict'
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {test} from 'node:test'
import {readOutboxSettings} from '../../../src/proxy/config/environment.ts'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import {runWith, storesOf, storeSettled} from '../../support/operator.ts'
import {entry, freshPath} from '../../support/outbox.ts'

const [[, createFileStore]] = storesOf(() => {
  throw new Error('not used')
}) as [ReturnType<typeof storesOf>[0]]
const now = Date.now()

test('copies an outbox that opens with the same key and sends what was waiting', async () => {
  const {env, outbox, command} = await createFileStore('')
  await storeSettled(outbox, now, {state: 'delivered'})
  const waiting = entry()
  await outbox.store(waiting, now)
  const path = freshPath()
  const {code, printed, audits} = await command('backup', path)
  assert.deepEqual([code, printed], [0, ['2 leads copied; restored, 1 of them would be sent again']])
  assert.deepEqual([audits[0]!.action, audits[0]!.details, audits[0]!.count], ['backup', {path}, 2])
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(dirname(path)), ['outbox.db'], 'no journal beside it')
  await outbox.close()
  const restored = (await openOutbox(readOutboxSettings({...env, OUTBOX: `file:${path}`})))!
  assert.deepEqual(
    (await restored.list('pending')).map(({id}) => id),
    [waiting.key],
  )
  const {printed: audit} = await runWith({...env, OUTBOX: `file:${path}`}, 'audit')
  assert.match(audit.at(-1)!, /backup {2}interrupted/) // the copy was made before the command was done
  await restored.close()
})

test('copies one moment while leads are being stored', async () => {
  const {outbox, command} = await createFileStore('')
  let [isDone, stored] = [false, 0]
  const storing = (async () => {
    while (!isDone) {
      await Promise.all(Array.from({length: 20}, () => outbox.store(entry(), now)))
      stored += 20
    }
  })()
  try {
    for (let copies = 0; copies < 5; copies += 1) {
      const before = stored
      const {code, printed} = await command('backup', freshPath(), '--json')
      const {leads, waiting} = JSON.parse(printed[0]!) as {leads: number; waiting: number}
      assert.equal(code, 0)
      assert.ok(leads >= before && leads <= stored + 20 && leads === waiting, `${before} ${leads} ${stored}`)
    }
  } finally {
    isDone = true
    await storing
    await outbox.close()
  }
})

test('overwrites no file, and leaves nothing of a copy that failed', async () => {
  const {env, outbox, command} = await createFileStore('')
  const path = freshPath()
  writeFileSync(path, 'precious')
  await assert.rejects(command('backup', path), /^ConfigurationError: PATH: expected a new file, this one exists$/)
  await assert.rejects(command('backup', env.OUTBOX!.slice(5)), /expected a new file/)
  assert.equal(readFileSync(path, 'utf8'), 'precious')
  const nowhere = join(dirname(path), 'no', 'copy.db')
  await assert.rejects(command('backup', nowhere), /PATH: expected a file in a folder that exists$/)
  const folder = join(dirname(path), 'folder')
  mkdirSync(folder)
  await assert.rejects(command('backup', folder), /PATH: expected a new file/)
  assert.equal(existsSync(nowhere), false)
  await outbox.close()
})

test('refuses PostgreSQL with the command to use instead, without its password', async () => {
  const env = {OUTBOX: 'postgres://u:CANARY@127.0.0.1:1/db'}
  await assert.rejects(runWith(env, 'backup', 'copy.db'), ({message}: Error) => {
    assert.match(message, /^OUTBOX: expected a SQLite file\. .*pg_dump --format=custom --file=PATH "\$OUTBOX"$/)
    return !message.includes('CANARY')
  })
})
