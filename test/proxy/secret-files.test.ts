import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after, test} from 'node:test'
import {readEnvironment} from '../../src/proxy/index.ts'
import * as node from '../../src/proxy/node.ts'
import * as postgres from '../../src/proxy/postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'contact-signup-'))
after(() => rmSync(folder, {recursive: true}))

const url = 'postgres://localhost/leads'
const outboxKey = randomBytes(32).toString('base64')
const proofOfWorkKey = 'p'.repeat(32)

function write(name: string, content: string): string {
  const file = join(folder, name)
  writeFileSync(file, `${content}\n`)
  return file
}

const account = {CONTACT_API_URL: 'https://api.example.com', CONTACT_ACCOUNT_ID: 'acc-1'}
const files = {
  CONTACT_ACCOUNT_SECRET_FILE: write('secret', 's3cret-VALUE'),
  PROOF_OF_WORK_KEY_FILE: write('proof', proofOfWorkKey),
  OUTBOX_FILE: write('outbox', url),
  OUTBOX_KEY_FILE: write('key', outboxKey),
}

for (const [entry, read] of Object.entries({node, postgres})) {
  test(`contact-signup/proxy/${entry} reads the outbox’s secrets in files`, () => {
    const {place, key} = read.readOutboxSettings(files)
    assert.deepEqual(place, {kind: 'postgres', url})
    assert.equal(Buffer.from(key!).toString('base64'), outboxKey)
  })

  test(`contact-signup/proxy/${entry} reads the proxy’s secrets in files`, () => {
    const options = read.readEnvironment({...account, ...files})
    assert.deepEqual([options.accountSecret, options.proofOfWorkKey], ['s3cret-VALUE', proofOfWorkKey])
  })

  test(`contact-signup/proxy/${entry} refuses a file that it cannot read`, () => {
    const missing = join(folder, 'missing')
    assert.throws(
      () => read.readOutboxSettings({...files, OUTBOX_KEY_FILE: missing}),
      /^ConfigurationError: OUTBOX_KEY_FILE: expected a readable file that holds 32 bytes in base64$/,
    )
    assert.throws(
      () => read.readEnvironment({...account, ...files, PROOF_OF_WORK_KEY_FILE: missing}),
      /^ConfigurationError: PROOF_OF_WORK_KEY_FILE: expected a readable file that holds 32 or more characters$/,
    )
  })
}

test('contact-signup/proxy refuses secrets in files, which it does not read, with a line for each', () => {
  const lines = Object.keys(files).map(file => {
    const variable = file.replace('_FILE', '')
    return `${file}: not read by contact-signup/proxy, set ${variable} itself or use contact-signup/proxy/node`
  })
  assert.throws(
    () => readEnvironment({...account, ...files}),
    (error: Error) => {
      assert.equal(error.name, 'ConfigurationError')
      assert.deepEqual(error.message.split('\n').toSorted(), lines.toSorted())
      return true
    },
  )
})

test('contact-signup/proxy accepts a secret whose variable is set beside its file, and a blank file variable', () => {
  const options = readEnvironment({
    ...account,
    CONTACT_ACCOUNT_SECRET: 'itself',
    CONTACT_ACCOUNT_SECRET_FILE: files.CONTACT_ACCOUNT_SECRET_FILE,
    OUTBOX_KEY_FILE: ' ',
  })
  assert.equal(options.accountSecret, 'itself')
})
