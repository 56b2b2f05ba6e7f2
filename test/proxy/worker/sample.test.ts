import assert from 'node:assert/strict'
import {test} from 'node:test'
import {startContactApi} from '../../support/contact-api.ts'
import {sample} from '../../support/workerd/sample.ts'
import {secret, startWorker} from '../../support/workerd/worker.ts'

test('the sample for Wrangler starts, and takes a lead of its site', async () => {
  await using api = await startContactApi()
  const sqlite = sample.migrations.flatMap(migration => migration.new_sqlite_classes)
  const durableObjects = Object.fromEntries(
    sample.durable_objects.bindings.map(({name, class_name}) => [
      name,
      {className: class_name, useSQLite: sqlite.includes(class_name)},
    ]),
  )
  assert.match(sample.vars.CONTACT_API_URL!, /^https:/)
  const settings = {...sample.vars, CONTACT_API_URL: api.url, CONTACT_ACCOUNT_SECRET: secret}
  const worker = await startWorker(settings, {durableObjects})
  const response = await worker.post({email: 'ada@example.com'}, {origin: sample.vars.ALLOWED_ORIGINS})
  assert.deepEqual(
    [response.status, response.headers['access-control-allow-origin']],
    [201, sample.vars.ALLOWED_ORIGINS],
  )
  assert.equal(api.requests.length, 1)
  await worker.stop()
})
