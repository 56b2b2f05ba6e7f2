import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after, test} from 'node:test'
import {installedDependencies, linkDependencies} from '../support/dependencies.ts'
import {installPackage} from '../support/install-package.ts'

const folder = mkdtempSync(join(tmpdir(), 'contact-signup-'))
after(() => rmSync(folder, {recursive: true}))
const installed = installPackage(folder)
linkDependencies(folder)

const environment = {
  CONTACT_API_URL: 'https://api.example.com',
  CONTACT_ACCOUNT_ID: 'account',
  CONTACT_ACCOUNT_SECRET: 'secret',
  PORT: '0',
}

function run(command: string[], variables: Record<string, string>) {
  return spawnSync(process.execPath, [join(installed, 'dist/cli.js'), ...command], {
    cwd: folder,
    encoding: 'utf8',
    env: {...environment, ...variables},
    timeout: 20_000,
  })
}

const hint = 'contact-signup: OUTBOX: postgres:// needs the package pg, install it with: npm install pg@8'

test('installing the package does not install pg or OpenTelemetry', () => {
  const names = installedDependencies()
  assert.ok(names.includes('node_modules/zod'))
  assert.deepEqual(
    names.filter(name => /\/(?:pg|@opentelemetry)/.test(name)),
    [],
  )
})

test('without OpenTelemetry, `proxy` says what to install if traces are on', () => {
  const line =
    'contact-signup: TRACES: on needs the package @opentelemetry/api, install it with: npm install @opentelemetry/api@1'
  const {status, stdout, stderr} = run(['proxy'], {TRACES: 'on'})
  assert.deepEqual([status, stdout, stderr.trim()], [1, '', line])
})

for (const command of [['proxy'], ['leads']])
  test(`without pg, \`${command.join(' ')}\` says what to install`, () => {
    const {status, stdout, stderr} = run(command, {OUTBOX: 'postgres://signup@127.0.0.1:1/signup'})
    assert.deepEqual([status, stdout, stderr.trim()], [1, '', hint])
  })

test('without pg, `proxy` says so too where only its limits are shared', () => {
  const variables = {OUTBOX: 'postgres://signup@127.0.0.1:1/signup', RATE_LIMIT_STORE: 'outbox'}
  assert.equal(run(['proxy'], variables).stderr.trim(), hint)
})

test('without pg, an outbox in a file works', () => {
  const {status, stderr} = run(['leads'], {OUTBOX: 'file:leads.db'})
  assert.deepEqual([status, stderr.trim()], [1, 'contact-signup: OUTBOX: no outbox at file:leads.db'])
})
