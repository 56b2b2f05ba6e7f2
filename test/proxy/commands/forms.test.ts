import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {ConfigurationError} from '../../../src/proxy/config/configuration-error.ts'
import {FormOutbox} from '../../../src/proxy/outbox/form-outbox.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {parties} from '../../support/evidence/parties.ts'
import {createFormsFolder} from '../../support/forms.ts'
import {runWith, storesOf, type OperatedStore} from '../../support/operator.ts'
import {entry, freshPath, lease, openFile} from '../../support/outbox.ts'
import {startPostgres, type Postgres} from '../../support/postgres.ts'

const now = Date.now()
const urlMissing =
  'CONTACT_API_URL: missing, expected the URL of the contact API of the form /jobs, which FORMS_FILE does not name'

let postgres: Postgres
before(async () => void (postgres = await startPostgres()))
after(() => postgres.stop())

for (const [name, create] of storesOf(() => postgres))
  describe(`commands for several forms in ${name}`, () => {
    let store: OperatedStore
    const [first, second, third] = [entry(), entry({quarantine: 'honeypot'}), entry({quarantine: 'honeypot'})]
    const ada = {email: 'ada@example.com'}
    before(async () => {
      store = await create('forms')
      const {outbox} = store
      await outbox.bindForm({path: '/join', defaultPath: '/api/signup', isFile: false})
      await outbox.store({...first, person: ada}, now)
      await new FormOutbox(outbox, {id: '/news', path: '/news'}).store({...second, person: ada}, now)
      await new FormOutbox(outbox, {id: '/jobs', path: '/jobs'}).store(third, now)
    })
    after(() => store.outbox.close())

    const json = async (...args: string[]) => {
      const {printed} = await store.command(...args)
      return printed.map(line => JSON.parse(line) as Record<string, unknown>)
    }

    test('lists the form of each lead, and the leads of one form', async () => {
      assert.deepEqual(
        (await json('leads', '--json')).map(({id, form}) => [id, form]),
        [
          [first!.key, '/join'],
          [second!.key, '/news'],
          [third!.key, '/jobs'],
        ],
      )
      const {printed, remarks} = await store.command('leads', '--form', '/news')
      assert.match(printed[0]!, / form$/)
      assert.match(printed[1]!, new RegExp(`^${second!.key}.* /news$`))
      assert.deepEqual([printed.length, remarks], [2, ['0 pending, 0 sending, 0 dead, 1 quarantined']])
      assert.deepEqual((await store.command('leads', '--count', '--form', '/join')).printed, [
        '1 pending, 0 sending, 0 dead, 0 quarantined',
      ])
      assert.equal((await json('show', first!.key, '--json'))[0]!.form, '/join')
    })

    test('names the form that is paused', async () => {
      const lead = entry()
      const pause = {reason: 'account', until: now + 60_000} as const
      const settlement = {state: 'pending', due: now, maybeDelivered: false, pause} as const
      await store.outbox.store({...lead, form: '/jobs'}, now, lease(now))
      await store.outbox.settle({id: lead.key, probe: false}, lease(now), settlement, '/jobs')
      const remark = async (...args: string[]) => (await store.command('leads', ...args)).remarks[0]!
      assert.match(await remark(), /, 2 quarantined; \/jobs is paused \(account\) until 20\S+Z$/)
      assert.match(await remark('--form', '/news'), / quarantined$/)
      await store.outbox.pause()
      assert.match(await remark(), / quarantined; paused \(operator\)$/)
      await store.outbox.resume()
      await store.outbox.forget(lead.person)
    })

    test('names the contact API of each form in its records of ISO/IEC TS 27560', async () => {
      const {file, write} = createFormsFolder([])
      write({'/join': {url: 'https://join.example'}, '/news': {url: 'https://news.example'}})
      const env = {...store.env, ...parties, FORMS_FILE: file}
      const evidence = ['evidence', '--all', '--format', '27560']
      await assert.rejects(runWith(env, ...evidence), new ConfigurationError([urlMissing]))
      const {printed} = await runWith({...env, CONTACT_API_URL: 'https://other.example'}, ...evidence)
      const recipients = printed.map(line => /https:\/\/(join|news|other)\.example/.exec(line)?.[1])
      assert.deepEqual(recipients, ['join', 'news', 'other'])
    })

    test('names the forms that are there if one is unknown', async () => {
      for (const args of [['leads'], ['export', '--dead'], ['retry', '--all-dead']]) {
        const {code, remarks, audits} = await store.command(...args, '--form', '/new')
        assert.deepEqual([code, audits], [2, []])
        assert.match(remarks[0]!, /^contact-signup: --form: expected one of \/jobs, \/join, \/news$/)
      }
      const {file, write} = createFormsFolder([])
      write({'/new': {}})
      const {code, printed} = await runWith({...store.env, FORMS_FILE: file}, 'leads', '--form', '/new')
      assert.deepEqual([code, printed.length], [0, 1], 'a form of the file without leads')
    })

    test('exports the consent records of any form, also if its leads are deleted or it never had any', async () => {
      const {code, printed, remarks} = await store.command('evidence', '--all', '--form', '/new')
      assert.deepEqual([code, printed, remarks], [0, [], ['0 consent records']])
      const refused = await store.command('evidence', '--all', '--form', 'news/')
      assert.deepEqual([refused.code, refused.audits], [2, []])
      assert.match(refused.remarks[0]!, /^contact-signup: --form: expected a path such as \/api\/signup/)
    })

    test('reads FORMS_FILE as the proxy does, and names what is wrong with it', async () => {
      const {file, write} = createFormsFolder([])
      const env = {...store.env, ...parties, FORMS_FILE: file, CONTACT_API_URL: 'https://other.example'}
      const evidence = ['evidence', '--all', '--format', '27560']
      write(`\ufeff${JSON.stringify({'/news': {url: 'https://news.example'}})}`)
      assert.match((await runWith(env, ...evidence)).printed[1]!, /https:\/\/news\.example/)
      for (const [content, line] of [
        ['{', /^FORMS_FILE: expected JSON/],
        ['[]', /^FORMS_FILE: expected an object of forms/],
        [{'/news': {url: 'http://news.example'}}, /^FORMS_FILE: \/news: url: expected an https URL/],
      ] as const) {
        write(content)
        for (const args of [evidence, ['leads'], ['retry', '--all-dead', '--form', '/news']])
          await assert.rejects(runWith(env, ...args), {name: 'ConfigurationError', message: line})
      }
      const missing = {...env, FORMS_FILE: `${file}.none`}
      await assert.rejects(runWith(missing, ...evidence), /FORMS_FILE: expected a readable JSON file/)
      assert.equal((await runWith(missing, 'retry', '--all-dead')).code, 0, 'it needs no file')
    })

    test('discards all leads that wait for one form only, as those of a form that is gone', async () => {
      const waiting = [entry(), entry()]
      for (const lead of waiting) await new FormOutbox(store.outbox, {id: '/gone', path: '/gone'}).store(lead, now)
      const discardPending = ['discard', '--all', '--state', 'pending,dead']
      const refused = await store.command(...discardPending)
      assert.equal(refused.code, 2)
      assert.match(refused.remarks[0]!, /discard: expected --form with --state pending/)
      const {code, printed} = await store.command(...discardPending, '--form', '/gone')
      assert.deepEqual([code, printed], [0, ['2 leads deleted']])
      assert.equal((await json('leads', '--json', '--form', '/join')).length, 1)
    })

    test('exports leads and consent records of one form', async () => {
      const states = ['--state', 'pending,quarantined']
      assert.deepEqual(
        (await json('export', ...states, '--form', '/jobs')).map(({id, form}) => [id, form]),
        [[third!.key, '/jobs']],
      )
      const {printed} = await store.command('export', ...states, '--format', 'csv', '--form', '/join')
      assert.deepEqual(
        [printed.length, printed[0]!.endsWith('"form"'), printed[1]!.endsWith('"/join"')],
        [2, true, true],
      )
      assert.deepEqual(
        (await json('evidence', '--email', ada.email)).map(({lead, form}) => [lead, form]),
        [
          [first!.key, undefined],
          [second!.key, '/news'],
        ],
      )
      for (const [form, lead] of [
        ['/join', first!.key],
        ['/news', second!.key],
      ])
        assert.deepEqual(
          (await json('evidence', '--all', '--form', form!)).map(record => record.lead),
          [lead],
        )
    })

    test('changes the leads of one form, and forgets a person in all forms', async () => {
      const {printed, audits} = await store.command('release', '--all', '--form', '/news')
      assert.deepEqual(printed, ['1 lead queued for delivery'])
      assert.equal((audits[0]!.details as {form?: string}).form, '/news')
      assert.deepEqual(
        (await json('leads', '--json', '--quarantined')).map(({form}) => form),
        ['/jobs'],
      )
      assert.deepEqual((await store.command('forget', '--email', ada.email)).printed, [
        '2 consent records and 2 leads deleted, 2 of them undelivered, of all forms',
      ])
    })

    test('moves the forms of all leads to another outbox', async () => {
      const {OUTBOX_KEY} = store.env
      const to = `file:${freshPath()}`
      await store.outbox.pause()
      await store.outbox.close()
      assert.equal((await runWith({OUTBOX_KEY: OUTBOX_KEY!}, 'migrate', store.env.OUTBOX!, to)).code, 0)
      const {printed, remarks} = await runWith({OUTBOX: to, OUTBOX_KEY: OUTBOX_KEY!}, 'leads', '--json')
      assert.deepEqual(
        printed.map(line => (JSON.parse(line) as {form: string}).form),
        ['/jobs'],
      )
      assert.match(remarks[0]!, /; paused \(operator\)$/)
      const unknown = await runWith({OUTBOX: to, OUTBOX_KEY: OUTBOX_KEY!}, 'leads', '--form', '/x')
      assert.match(unknown.remarks[0]!, /expected one of \/gone, \/jobs, \/join$/, 'the path of the environment too')
    })
  })

describe('check, with several forms', () => {
  test('checks the settings, the API and the origins of each form', async () => {
    const api = await startContactApi()
    const {file, write} = createFormsFolder(['news', 'jobs'])
    const env = {FORMS_FILE: file, OUTBOX: 'none'}
    const news = {url: api.url, accountId: 'news', accountSecretFile: 'news', allowedOrigins: ['https://news.example']}
    write({'/news': news, '/jobs': {...news, allowedOrigins: ['https://jobs.example']}})
    const {code, printed} = await runWith(env, 'check')
    assert.deepEqual(
      [code, printed],
      [
        0,
        [
          'ok       settings  all variables and 2 forms are valid',
          'warning  outbox    none: leads and consent records are not stored',
          `ok       api       /news: ${api.url}: connected`,
          'ok       origins   /news: https://news.example',
          `ok       api       /jobs: ${api.url}: connected`,
          'ok       origins   /jobs: https://jobs.example',
        ],
      ],
    )
    write({'/news': news})
    assert.match((await runWith(env, 'check')).printed[0]!, /^ok +settings +all variables and the form are valid$/)
    const OUTBOX = `file:${freshPath()}`
    const outbox = await openFile(OUTBOX.slice('file:'.length))
    await outbox.store(entry({form: '/jobs'}), now)
    const {printed: lines} = await runWith({...env, OUTBOX}, 'check')
    assert.ok(lines.includes('warning  queue     /jobs: 1 to be sent, but there is no such form any more'))
    await outbox.close()
    await api.close()
    assert.equal((await runWith(env, 'check')).code, 1)
    write({'/news': {...news, accountSecretFile: 'none'}})
    const refused = await runWith(env, 'check', '--json')
    assert.deepEqual(
      [refused.code, JSON.parse(refused.printed[0]!)],
      [
        1,
        {
          check: 'settings',
          status: 'failed',
          message:
            'FORMS_FILE: /news: accountSecretFile: expected a readable file that holds the secret of the account',
        },
      ],
    )
  })
})
