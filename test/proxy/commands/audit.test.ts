import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {userInfo} from 'node:os'
import {after, before, describe, test} from 'node:test'
import {runWith, storesOf, storeSettled, type OperatedStore} from '../../support/operator.ts'
import {entry} from '../../support/outbox.ts'
import {startPostgres, type Postgres} from '../../support/postgres.ts'

const now = Date.now()
const user = `${userInfo().username} uid=${userInfo().uid}`

let postgres: Postgres
before(async () => void (postgres = await startPostgres()))
after(() => postgres.stop())

for (const [name, create] of storesOf(() => postgres))
  describe(`the audit in ${name}`, () => {
    let store: OperatedStore
    before(async () => void (store = await create('audit')))
    after(() => store.outbox.close())

    test('has who did what to how many, for each command that changes or reveals anything', async () => {
      const dead = await storeSettled(store.outbox, now, {state: 'dead', reason: 'exhausted'})
      const suspect = entry({quarantine: 'honeypot'})
      await store.outbox.store(suspect, now)
      const lines = []
      for (const args of [
        ['leads'],
        ['show', dead.key],
        ['retry', '--all-dead', '--dry-run'],
        ['pause'],
        ['resume'],
        ['retry', dead.key, 'ada@example.com'],
        ['release', '--all'],
        ['discard', '--all', '--dead', '--older-than', '30d'],
        ['evidence', '--email', dead.person.email!, '--phone', '+447712345678'],
        ['evidence', '--all'],
        ['forget', '--email', dead.person.email!],
      ]) {
        const {audits} = await store.command(...args)
        lines.push(...audits)
      }
      const expected = [
        ['pause', {}, 1],
        ['resume', {}, 1],
        ['retry', {leads: [dead.key]}, 1],
        ['release', {}, 1],
        ['discard', {states: ['dead'], older_than: '30d'}, 0],
        ['evidence', {by: ['email', 'phone']}, 1],
        ['evidence', {by: ['all']}, 2],
        ['forget', {by: ['email']}, 2],
      ]
      assert.deepEqual(
        lines.map(({action, details, count}) => [action, details, count]),
        expected,
      )
      const {printed} = await store.command('audit', '--json')
      const stored = printed.map(line => JSON.parse(line) as Record<string, unknown>)
      assert.deepEqual(
        stored.map(({action, details, count}) => [action, details, count]),
        expected,
      )
      assert.deepEqual(new Set(stored.map(({who}) => who)), new Set([user]))
      assert.equal(printed.join().includes('example.com'), false)
    })

    test('has who became another user by sudo', async () => {
      const {audits} = await runWith({...store.env, SUDO_USER: 'grace'}, 'pause')
      assert.equal(audits[0]!.who, `${user} sudo=grace`)
      const forged = await runWith({...store.env, SUDO_USER: 'eve uid=0\n'}, 'resume')
      assert.equal(forged.audits[0]!.who, user)
    })

    test('lists the entries since a time, as text', async () => {
      await store.outbox.operator.beginAudit({at: now - 40 * 86_400_000, who: 'old', action: 'pause', details: {}})
      const {printed} = await store.command('audit', '--since', '30d')
      assert.equal(
        printed.some(line => line.includes('  old  ')),
        false,
      )
      assert.match(printed[0]!, /^\d{4}-[\dT:-]+Z {2}\S+ uid=\d+ {2}pause {2}1 {2}\{\}$/)
      const all = await store.command('audit')
      assert.ok(all.printed.some(line => line.includes('  old  pause  interrupted  {}')))
    })

    test('has a change of the key, which a dry run only announces', async () => {
      const changed = await create('rekey')
      await changed.outbox.store(entry(), now)
      await changed.outbox.close()
      const key = randomBytes(32).toString('base64')
      const env = {...changed.env, OUTBOX_KEY: key, OUTBOX_OLD_KEY: changed.env.OUTBOX_KEY!}
      const dry = await runWith(env, 'rekey', '--dry-run')
      assert.deepEqual(
        [dry.printed, dry.audits],
        [['1 lead, 1 consent record and 1 wording would be encrypted with OUTBOX_KEY'], []],
      )
      assert.equal((await changed.command('leads')).code, 0, 'it still has the old key')
      const {printed, audits} = await runWith(env, 'rekey', '--json')
      assert.deepEqual(printed, ['{"leads":1,"records":1,"wordings":1}'])
      assert.deepEqual([audits[0]!.action, audits[0]!.count], ['rekey', 3])
      const again = await runWith(env, 'rekey', '--dry-run', '--json')
      assert.deepEqual(JSON.parse(again.printed[0]!), {dry_run: true, leads: 0, records: 0, wordings: 0})
    })

    test('keeps entries for two years', async () => {
      await store.outbox.operator.beginAudit({
        at: now - 800 * 86_400_000,
        who: 'very-old',
        action: 'pause',
        details: {},
      })
      await store.outbox.prune(now)
      const {printed} = await store.command('audit')
      assert.deepEqual(
        ['  very-old  ', '  old  '].map(who => printed.some(line => line.includes(who))),
        [false, true],
      )
    })
  })
