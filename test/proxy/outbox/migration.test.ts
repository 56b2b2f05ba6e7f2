import assert from 'node:assert/strict'
import {createCipheriv, createHash, createHmac, randomBytes, randomUUID} from 'node:crypto'
import {DatabaseSync} from 'node:sqlite'
import {after, test} from 'node:test'
import {Client} from 'pg'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import {createEncryption} from '../../../src/proxy/outbox/sql/encryption.ts'
import {rekeyOutbox} from '../../../src/proxy/outbox/rekey.ts'
import {toId, toIdBytes} from '../../../src/proxy/outbox/sql/binary.ts'
import type {OutboxLocation} from '../../../src/proxy/outbox/location.ts'
import {entry, freshPath, lease, upTo} from '../../support/outbox.ts'
import {firstFormatTables} from '../../support/first-format.ts'
import {startPostgres} from '../../support/postgres.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

/** A store, and a way to run statements on it that other programs would. */
interface Store {
  place: OutboxLocation
  query(text: string, ...values: (string | number | Uint8Array | null)[]): Promise<Record<string, unknown>[]>
}

const stores: [name: string, create: (name: string) => Promise<Store>][] = [
  [
    'SQLite',
    async () => {
      const path = freshPath()
      return {
        place: {kind: 'file', path},
        async query(text, ...values) {
          const database = new DatabaseSync(path)
          const found = database.prepare(text).all(...values)
          database.close()
          return found as Record<string, unknown>[]
        },
      }
    },
  ],
  [
    'PostgreSQL',
    async name => {
      const url = await postgres.createDatabase(name)
      const client = new Client({connectionString: url})
      await client.connect()
      after(() => client.end())
      return {
        place: {kind: 'postgres', url},
        async query(text, ...values) {
          const {rows} = await client.query(text.replace(/\?(\d+)/g, '$$$1'), values)
          return rows as Record<string, unknown>[]
        },
      }
    },
  ],
]

const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text)

/** Encrypts as the first format did: bound to the id of the row, without a prefix. */
function encryptFirstFormat(key: Uint8Array, text: string, id: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', hmac(key, 'contact-signup seal').digest(), iv).setAAD(Buffer.from(id))
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64')
}

const minute = 60_000
const count = 450 // more than two batches
const wording = '2:0123456789abcdef:I agree' // begins as an encrypted text does

/** Writes a store of the first format with quarantined leads. Returns their e-mail addresses. */
async function writeFirstFormat({query}: Store, key?: Uint8Array): Promise<string[]> {
  for (const statement of firstFormatTables) await query(statement)
  const encrypt = (text: string, id: string) => (key ? encryptFirstFormat(key, text, id) : text)
  const digest = (text: string) =>
    key
      ? hmac(hmac(key, 'contact-signup digest').digest(), text).digest('hex')
      : createHash('sha256').update(text).digest('hex')
  const fingerprint = key ? hmac(key, 'contact-signup fingerprint').digest().toString('hex', 0, 8) : 'none'
  await query(`INSERT INTO signup_meta VALUES ('key', ?1)`, fingerprint)
  await query(`INSERT INTO signup_wording VALUES ('d1', '${wording}')`)
  const now = Date.now()
  const emails = Array.from({length: count}, (_, index) => `ada${index}@example.com`)
  for (const email of emails) {
    const id = randomUUID()
    const record = {time: '2026-01-01T00:00:00Z', email, terms: {accepted: true, digest: 'd1'}}
    await query(
      `INSERT INTO signup_lead (id, state, body, twin, email, stored, since, due, reason)
        VALUES (?1, 'quarantined', ?2, ?3, ?4, ${now}, ${now}, ${now}, 'honeypot')`,
      id,
      encrypt(JSON.stringify({email}), id),
      digest(email),
      digest(email),
    )
    await query(`INSERT INTO signup_key VALUES (?1, ?2, ?1)`, id, digest(`payload ${email}`))
    await query(
      `INSERT INTO signup_evidence VALUES (?1, ?1, ?2, NULL, ${now}, ?3)`,
      id,
      digest(email),
      encrypt(JSON.stringify(record), id),
    )
  }
  return emails
}

for (const [name, create] of stores)
  for (const key of [undefined, randomBytes(32)])
    test(`${name}${key ? ', encrypted' : ''}: opens a store of the first format with all that is in it`, async () => {
      const store = await create(`first${key ? '_encrypted' : ''}`)
      const emails = await writeFirstFormat(store, key)
      const outbox = (await openOutbox({place: store.place, key}))!
      assert.deepEqual((await outbox.evidence()).map(({email}) => email).sort(), emails.toSorted())
      assert.equal((await outbox.evidence({email: emails[7]}))[0]!.terms!.text, wording)
      const [first] = await outbox.list('quarantined')
      await outbox.release(first!.id, Date.now())
      const [claimed] = await outbox.claim(lease(Date.now()), upTo(1))
      assert.ok(emails.includes(String(claimed!.body!.email)))
      assert.deepEqual(await outbox.forget({email: emails[9]}), {evidence: 1, leads: 1, undelivered: 1})
      await outbox.close()
      const again = (await openOutbox({place: store.place, key}))!
      assert.equal((await again.evidence()).length, count - 1)
      await again.close()
      if (!key) return
      for (const {text} of await store.query(
        `SELECT body AS text FROM signup_lead UNION ALL SELECT record FROM signup_consent UNION ALL SELECT text FROM signup_wording`,
      ))
        assert.match(String(text), /^2:[0-9a-f]{16}:[\w+/=]+$/)
    })

/** The tables of the second format. */
const secondFormat = [
  ...firstFormatTables.filter(statement => !statement.includes('signup_evidence')),
  `CREATE INDEX signup_lead_due ON signup_lead (state, due)`,
  `CREATE INDEX signup_lead_email ON signup_lead (email)`,
  `CREATE INDEX signup_key_lead ON signup_key (lead)`,
  `CREATE TABLE signup_consent (
    id TEXT PRIMARY KEY, lead TEXT NOT NULL, email TEXT, phone TEXT, at BIGINT NOT NULL,
    terms TEXT, marketing TEXT, record TEXT NOT NULL)`,
  `CREATE INDEX signup_consent_at ON signup_consent (at)`,
  `CREATE TABLE signup_pause (id INTEGER PRIMARY KEY, reason TEXT NOT NULL, until BIGINT)`,
]

/** Writes a store of the second format with one lead in each state, and a duplicate of the pending one. */
async function writeSecondFormat({query}: Store, key?: Uint8Array) {
  const {fingerprint, encrypt, digest} = createEncryption(key)
  for (const statement of secondFormat) await query(statement)
  await query(`INSERT INTO signup_meta VALUES ('key', ?1), ('format', '2')`, fingerprint)
  await query(`INSERT INTO signup_wording VALUES ('d1', ?1)`, encrypt('I agree', {id: 'd1', column: 'wording'}))
  const now = Date.now()
  const leads = ['pending', 'sending', 'delivered', 'dead', 'quarantined'].map((state, index) => ({
    state,
    stored: now + index,
    ...entry({email: `${state}@example.com`}),
  }))
  for (const {state, stored, key: id, payload, content, person, body, record} of leads) {
    const email = digest(person.email!)
    await query(
      `INSERT INTO signup_lead (id, state, body, twin, email, stored, since, due, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?6, ?7)`,
      id,
      state,
      state === 'delivered' ? null : encrypt(JSON.stringify(body), {id, column: 'body'}),
      digest(content),
      email,
      stored,
      state === 'pending' ? 0 : 1,
    )
    const keys = state === 'pending' ? [id, twinKey] : [id]
    for (const each of keys) {
      const recordId = randomUUID()
      await query(`INSERT INTO signup_key VALUES (?1, ?2, ?3)`, each, digest(payload), id)
      await query(
        `INSERT INTO signup_consent VALUES (?1, ?2, ?3, NULL, ?4, 'd1', NULL, ?5)`,
        recordId,
        id,
        email,
        stored,
        encrypt(JSON.stringify(record), {id: recordId, column: 'record'}),
      )
    }
  }
  return leads
}
const twinKey = randomUUID()

for (const [name, create] of stores)
  for (const key of [undefined, randomBytes(32)])
    test(`${name}${key ? ', encrypted' : ''}: upgrades a store of the second format with all that is in it`, async () => {
      const store = await create(`second${key ? '_encrypted' : ''}`)
      const leads = await writeSecondFormat(store, key)
      await assert.rejects(
        openOutbox({place: store.place, key}, {create: false}),
        /^ConfigurationError: OUTBOX: expected an outbox of this version, start a proxy to upgrade this one$/,
      )
      await assert.rejects(openOutbox({place: store.place, key: randomBytes(32)}), /OUTBOX_KEY: expected the key/)
      const [format] = await store.query(`SELECT value FROM signup_meta WHERE name = 'format'`)
      assert.equal(format!.value, '2', 'another key changes nothing')
      const outbox = (await openOutbox({place: store.place, key}))!
      const now = Date.now()
      for (const lead of leads) {
        assert.equal((await outbox.find(lead.key))?.state, lead.state)
        const records = await outbox.evidence(lead.person)
        assert.deepEqual(
          records.map(({lead: id, terms}) => [id, terms!.text]),
          Array(lead.state === 'pending' ? 2 : 1).fill([lead.key, 'I agree']),
        )
        const stored = await outbox.store(lead, now)
        assert.deepEqual([stored.kind, 'id' in stored && stored.id], ['duplicate', lead.key])
        assert.deepEqual(await outbox.store({...lead, payload: 'another'}, now), {kind: 'key_reused'})
      }
      assert.equal((await outbox.find(twinKey))?.id, leads[0]!.key)
      const claimed = await outbox.claim(lease(now + minute), {untried: 9, retries: 9})
      assert.deepEqual(
        claimed.map(({id, body}) => [id, body]).sort(),
        leads
          .filter(({state}) => ['pending', 'sending'].includes(state))
          .map(({key: id, body}) => [id, body])
          .sort(),
      )
      const forgotten = await Promise.all(leads.map(({person}) => outbox.forget(person)))
      assert.deepEqual(
        forgotten.map(result => result.leads),
        [1, 1, 1, 1, 1],
      )
      await outbox.close()
    })

for (const [name, create] of stores) {
  test(`${name}: refuses a body in the place of a record, and a record in the place of a body`, async () => {
    const {place, query} = await create('swapped')
    const key = randomBytes(32)
    const outbox = (await openOutbox({place, key}))!
    const lead = entry()
    await outbox.store(lead, Date.now())
    const [record] = await query(`SELECT id, record FROM signup_consent`)
    await query(`UPDATE signup_lead SET id = ?1, body = ?2`, record!.id as Uint8Array, String(record!.record))
    await outbox.release(toId(record!.id), Date.now())
    assert.deepEqual(
      (await outbox.claim(lease(Date.now()), upTo(1))).map(claimed => claimed.body),
      [undefined],
    )
    const {body} = lead
    await query(`UPDATE signup_consent SET record = ?1`, JSON.stringify(body))
    await assert.rejects(outbox.evidence())
    await outbox.close()
  })

  test(`${name}: encrypts everything with another key, also after an interruption`, async () => {
    const {place, query} = await create('rekeyed')
    const [oldKey, key] = [randomBytes(32), randomBytes(32)]
    const outbox = (await openOutbox({place, key: oldKey}))!
    const now = Date.now()
    const [pending, delivered, quarantined] = [entry(), entry(), entry({quarantine: 'honeypot'})]
    await outbox.store(pending, now)
    await outbox.store(delivered, now, lease(now))
    await outbox.settle({id: delivered.key, probe: false}, lease(now), {
      state: 'delivered',
      due: now,
      maybeDelivered: false,
    })
    await outbox.store(quarantined, now)
    await outbox.close()

    await assert.rejects(
      rekeyOutbox({place, oldKey: randomBytes(32), key}),
      /^ConfigurationError: OUTBOX_OLD_KEY: expected/,
    )
    await assert.rejects(rekeyOutbox({place, key}), /^ConfigurationError: OUTBOX_OLD_KEY: missing, expected/)
    await assert.rejects(rekeyOutbox({place, oldKey}), /^ConfigurationError: OUTBOX_KEY: missing, expected the new key/)

    const [broken] = await query(`SELECT id, body FROM signup_lead WHERE state = 'quarantined'`)
    await query(`UPDATE signup_lead SET body = 'x' WHERE id = ?1`, broken!.id as Uint8Array)
    await assert.rejects(rekeyOutbox({place, oldKey, key}))
    for (const candidate of [oldKey, key])
      await assert.rejects(openOutbox({place, key: candidate}), /OUTBOX_KEY: a change of the key was interrupted/)
    await query(`UPDATE signup_lead SET body = ?1 WHERE id = ?2`, String(broken!.body), broken!.id as Uint8Array)
    await rekeyOutbox({place, oldKey, key})
    await rekeyOutbox({place, oldKey, key}) // nothing is left to do

    await assert.rejects(openOutbox({place, key: oldKey}), /OUTBOX_KEY: expected the key/)
    const again = (await openOutbox({place, key}))!
    for (const lead of [pending, delivered, quarantined]) {
      const [record] = await again.evidence(lead.person)
      assert.deepEqual([record!.email, record!.terms!.text], [lead.person.email, 'I agree'])
    }
    assert.deepEqual((await again.store(pending, now)).kind, 'duplicate')
    assert.deepEqual(
      (await again.claim(lease(now), upTo(1))).map(({body}) => body),
      [pending.body],
    )
    assert.deepEqual(await again.forget(delivered.person), {evidence: 1, leads: 1, undelivered: 0})
    await again.close()
  })

  test(`${name}: stores a lead under a key whose lead is gone`, async () => {
    const {place, query} = await create('dangling')
    const outbox = (await openOutbox({place}))!
    const lead = entry()
    const gone = toIdBytes(randomUUID())!
    await query(`INSERT INTO signup_key (key, payload, lead) VALUES (?1, ?2, ?2)`, toIdBytes(lead.key)!, gone)
    assert.equal((await outbox.store(lead, Date.now())).kind, 'new')
    assert.equal((await outbox.find(lead.key))?.state, 'pending')
    await outbox.close()
  })

  test(`${name}: encrypts a store that had no key`, async () => {
    const {place, query} = await create('encrypted_later')
    const key = randomBytes(32)
    const outbox = (await openOutbox({place}))!
    const lead = entry({email: 'canary@example.com', wordings: {d1: 'wording canary'}})
    await outbox.store(lead, Date.now())
    await outbox.close()
    await rekeyOutbox({place, key})
    for (const table of ['signup_lead', 'signup_consent', 'signup_wording', 'signup_key'])
      assert.doesNotMatch(JSON.stringify(await query(`SELECT * FROM ${table}`)), /canary/)
    const again = (await openOutbox({place, key}))!
    assert.equal((await again.evidence(lead.person))[0]!.terms!.text, 'wording canary')
    await again.close()
  })
}
