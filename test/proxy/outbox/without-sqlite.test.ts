import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {test} from 'node:test'
import {freshPath} from '../../support/outbox.ts'

/** Runs the command on a Node without `node:sqlite`, as other runtimes may be. */
function start(outbox: string, env: Record<string, string> = {}) {
  const account = {CONTACT_API_URL: 'https://a.example', CONTACT_ACCOUNT_ID: 'a', CONTACT_ACCOUNT_SECRET: 's'}
  const {status, stderr} = spawnSync(process.execPath, ['--no-experimental-sqlite', 'src/proxy/cli.ts'], {
    env: {PATH: process.env.PATH, ...account, OUTBOX: outbox, PORT: '0', ...env},
    encoding: 'utf8',
    timeout: 20_000,
  })
  return [status, stderr]
}

test('says in one line what works where the runtime has no SQLite', () => {
  const path = freshPath()
  const line =
    'contact-signup-proxy: OUTBOX: expected postgres://… or none, a file needs node:sqlite, which this runtime does not have\n'
  assert.deepEqual(start(`file:${path}`), [1, line])
  assert.deepEqual(start(`file:${path}`, {RATE_LIMIT_STORE: 'outbox'}), [1, line])
})

test('needs no SQLite for an outbox in PostgreSQL', () => {
  const line = 'OUTBOX: expected a PostgreSQL server that accepts connections, this one refuses them'
  assert.deepEqual(start('postgres://signup@127.0.0.1:1/signup'), [1, `contact-signup-proxy: ${line}\n`])
})
