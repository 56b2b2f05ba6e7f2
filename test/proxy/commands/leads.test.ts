import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {after, before, describe, test} from 'node:test'
import type {Entry} from '../../../src/proxy/outbox/outbox.ts'
import {storeMany, storesOf, storeSettled, type OperatedStore} from '../../support/operator.ts'
import {entry} from '../../support/outbox.ts'
import {startPostgres, type Postgres} from '../../support/postgres.ts'

const dayMs = 24 * 3_600_000
const now = Date.now()
const ada = {name_first: '=1+1', name_last: 'Lovelace', email: 'ada@example.com', tags: ['a', 'b'], plan: 'gold'}
const answer = '{"errors":{"email":["is taken"]}}'

let postgres: Postgres
before(async () => void (postgres = await startPostgres()))
after(() => postgres.stop())

for (const [name, create] of storesOf(() => postgres))
  describe(`commands for leads in ${name}`, () => {
    let store: OperatedStore
    let exhausted: Entry
    let refused: Entry
    let pending: Entry
    before(async () => {
      store = await create('leads')
      const {outbox} = store
      exhausted = await storeSettled(outbox, now - 5 * dayMs, {state: 'dead', reason: 'exhausted'}, {body: ada})
      refused = await storeSettled(outbox, now - dayMs, {state: 'dead', reason: 'refused', status: 422, answer})
      pending = entry()
      await outbox.store(pending, now - 1000)
      for (let index = 0; index < 3; index += 1)
        await outbox.store(entry({quarantine: index < 2 ? 'honeypot' : 'no_proof'}), now - index * dayMs)
    })
    after(() => store.outbox.close())

    const command = (...args: string[]) => store.command(...args)
    const idsOf = async (...flags: string[]) =>
      (await command('leads', '--json', ...flags)).printed.map(line => (JSON.parse(line) as {id: string}).id)

    test('lists the leads that filters select, oldest first', async () => {
      const [dead, old] = [[exhausted.key, refused.key], [exhausted.key]]
      assert.deepEqual(await idsOf('--dead'), dead)
      assert.deepEqual(await idsOf('--state', 'dead'), dead)
      assert.deepEqual(await idsOf('--reason', 'exhausted'), old)
      assert.deepEqual(await idsOf('--dead', '--older-than', '2d'), old)
      assert.deepEqual(await idsOf('--dead', '--newer-than', '2d'), [refused.key])
      assert.deepEqual(await idsOf('--dead', '--older-than', '12h', '--newer-than', '2d'), [refused.key])
      assert.deepEqual(await idsOf('--state', 'pending,dead'), [...dead, pending.key])
      assert.deepEqual(await idsOf('--state', 'pending', '--state', 'dead', '--limit', '1'), old)
      assert.deepEqual((await idsOf()).length, 6)
      assert.deepEqual(await idsOf('--state', 'refused'), [])
    })

    test('prints numbers only', async () => {
      assert.deepEqual((await command('leads', '--count', '--state', 'dead,quarantined')).printed, [
        '2 dead, 3 quarantined',
      ])
      const {printed, remarks} = await command('leads', '--count', '--json', '--reason', 'honeypot')
      assert.deepEqual(JSON.parse(printed[0]!), {pending: 0, sending: 0, dead: 0, quarantined: 2})
      assert.deepEqual(remarks, [])
    })

    test('shows what happened to a lead without personal data', async () => {
      const duplicate = {...exhausted, key: randomUUID()}
      await store.outbox.store(duplicate, now - 5 * dayMs + 1000)
      const {code, printed, audits} = await command('show', exhausted.key.toUpperCase(), '--json')
      const {consents, ...shown} = JSON.parse(printed[0]!) as Record<string, unknown>
      const time = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+/, '')
      assert.deepEqual(
        [code, shown, audits],
        [
          0,
          {
            id: exhausted.key,
            form: '/api/signup',
            state: 'dead',
            reason: 'exhausted',
            attempts: 1,
            maybe_delivered: false,
            stored: time(now - 5 * dayMs),
            since: time(now - 5 * dayMs),
            settled: time(now - 5 * dayMs),
            duplicates: [duplicate.key],
          },
          [],
        ],
      )
      assert.deepEqual(consents, [time(now - 5 * dayMs), time(now - 5 * dayMs + 1000)])
      const text = await command('show', exhausted.key)
      assert.match(text.printed.join('\n'), /^id: .*\nform: +\/api\/signup\nstate: +dead\nreason: +exhausted\n/)
      assert.equal(/example|Lovelace/.test(text.printed.join()), false)
    })

    test('shows the content of a lead if it is to be revealed, and audits that', async () => {
      const {printed, audits} = await command('show', exhausted.key, '--reveal', '--json')
      const shown = JSON.parse(printed[0]!) as Record<string, unknown>
      assert.deepEqual([shown.content, shown.answer], [ada, null])
      const answered = await command('show', refused.key, '--reveal', '--json')
      assert.equal((JSON.parse(answered.printed[0]!) as Record<string, unknown>).answer, answer)
      assert.deepEqual(
        audits.map(({action, details, count}) => [action, details, count]),
        [['show', {leads: [exhausted.key], reveal: true}, 1]],
      )
      assert.match((await command('show', exhausted.key, '--reveal')).printed.join('\n'), /^content: +\{"name_first"/m)
    })

    test('shows no lead that does not exist', async () => {
      const id = randomUUID()
      assert.deepEqual(await command('show', id), {code: 1, printed: [], remarks: [`${id}: not found`], audits: []})
      assert.deepEqual((await command('show', 'ada@example.com')).remarks, ['ID: not found'])
    })

    test('exports leads with their content as JSON lines, and as CSV without formulas', async () => {
      const {printed, remarks, audits} = await command('export', '--dead', '--reason', 'exhausted')
      const lead = JSON.parse(printed[0]!) as Record<string, unknown>
      assert.deepEqual([lead.id, lead.reason, lead.content], [exhausted.key, 'exhausted', ada])
      assert.deepEqual([printed.length, remarks], [1, ['1 lead']])
      assert.deepEqual(
        audits.map(({action, details, count}) => [action, details, count]),
        [['export', {states: ['dead'], reason: 'exhausted'}, 1]],
      )
      const csv = await command('export', '--dead', '--limit', '1', '--format', 'csv')
      assert.match(
        csv.printed[0]!,
        /^"id","state","reason","status","attempts","stored","name_first","name_last","email"/,
      )
      assert.ok(csv.printed[1]!.includes(`"'=1+1","Lovelace","ada@example.com"`), csv.printed[1])
      assert.ok(csv.printed[1]!.endsWith(`"{""plan"":""gold""}","","/api/signup"`), csv.printed[1])
      assert.ok(csv.printed[1]!.includes(`"[""a"",""b""]"`))
    })

    test('says what would change, and changes nothing', async () => {
      const before = await idsOf()
      const dry = async (...args: string[]) => {
        const {code, printed, audits} = await command(...args, '--dry-run')
        return [code, printed[0], audits.length]
      }
      assert.deepEqual(await dry('retry', '--all-dead'), [0, '2 leads would be queued for retry', 0])
      assert.deepEqual(await dry('retry', exhausted.key, randomUUID()), [1, '1 lead would be queued for retry', 0])
      assert.deepEqual(await dry('release', '--reason', 'honeypot'), [0, '2 leads would be queued for delivery', 0])
      assert.deepEqual(await dry('discard', pending.key), [0, '1 lead would be deleted', 0])
      assert.deepEqual(await dry('discard', '--all', '--dead', '--older-than', '3d'), [0, '1 lead would be deleted', 0])
      assert.deepEqual(await dry('retry', '--all-dead', '--json'), [
        0,
        '{"command":"retry","would_change":2,"not_found":0}',
        0,
      ])
      assert.deepEqual(await dry('pause'), [0, 'would be paused', 0])
      assert.deepEqual(await dry('resume'), [0, 'is not paused', 0])
      assert.deepEqual(await dry('forget', '--email', refused.person.email!), [
        0,
        '1 consent record and 1 lead would be deleted, 1 of them undelivered',
        0,
      ])
      assert.deepEqual(await idsOf(), before)
    })

    test('retries, releases and discards what filters select', async () => {
      const {printed} = await command('discard', '--all', '--quarantined', '--reason', 'no_proof', '--json')
      assert.deepEqual(printed, ['{"command":"discard","changed":1,"not_found":0}'])
      assert.deepEqual((await command('release', '--reason', 'honeypot')).printed, ['2 leads queued for delivery'])
      assert.deepEqual((await command('retry', '--reason', 'exhausted')).printed, ['1 lead queued for retry'])
      assert.deepEqual((await command('retry', '--reason', 'exhausted')).printed, ['0 leads queued for retry'])
      assert.deepEqual((await command('retry', '--state', 'pending')).printed, ['4 leads queued for retry'])
      const counts = JSON.parse((await command('leads', '--count', '--json')).printed[0]!) as object
      assert.deepEqual(counts, {pending: 4, sending: 0, dead: 1, quarantined: 0})
    })

    test('discards and exports page by page', async () => {
      const many = Array.from({length: 520}, () => entry({quarantine: 'many'}))
      await storeMany(store.outbox, many, now)
      const exported = await command('export', '--quarantined', '--reason', 'many')
      const ids = exported.printed.map(line => (JSON.parse(line) as {id: string}).id)
      assert.deepEqual(ids.toSorted(), many.map(({key}) => key).toSorted())
      const {printed, audits} = await command('discard', '--all', '--quarantined', '--reason', 'many')
      assert.deepEqual([printed, audits[0]!.count], [['520 leads deleted'], 520])
      assert.equal((await command('leads', '--count', '--quarantined')).printed[0], '0 quarantined')
      const evidence = (await command('evidence', '--all')).printed.map(
        line => (JSON.parse(line) as {lead: string}).lead,
      )
      const expected = [exhausted, exhausted, refused, pending, ...many].map(({key}) => key)
      const quarantinedOnce = evidence.filter(lead => !expected.includes(lead))
      assert.deepEqual([evidence.length, new Set(quarantinedOnce).size], [expected.length + 3, 3])
      assert.deepEqual(evidence.filter(lead => expected.includes(lead)).toSorted(), expected.toSorted())
    })
  })
