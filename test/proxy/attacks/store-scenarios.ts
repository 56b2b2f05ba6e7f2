import {randomBytes, randomUUID} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {freshPath, until} from '../../support/outbox.ts'
import type {Scenario} from './scenario.ts'
import {person, summarise, type Testbed} from './testbed.ts'

const key = randomBytes(32)
const suspect = {...person, more_comments: 'x'}

interface StoreScenario extends Omit<Scenario, 'run'> {
  run(testbed: Testbed, path: string): Promise<string>
}

/** Attacks on what the proxy stores, each with an outbox of its own, encrypted and not. */
export const storeScenarios: Scenario[] = [
  ...withKeyAndWithout({
    attack: 'replay after discard',
    probe: 'the key of a discarded lead, three times',
    expected: '201, again 201 201 201, 0 errors',
    async run(testbed, path) {
      const headers = {'idempotency-key': randomUUID()}
      const {status} = await testbed.post(suspect, headers)
      await useOutbox(path, async outbox => void (await outbox.discard(headers['idempotency-key'])))
      const again = []
      for (let attempt = 0; attempt < 3; attempt += 1) again.push((await testbed.post(suspect, headers)).status)
      const errors = testbed.proxy.output().split('"level":"error"').length - 1
      return `${status}, again ${again.join(' ')}, ${errors} errors`
    },
  }),
  ...withKeyAndWithout({
    attack: 'personal data in the store of limits',
    probe: 'the address, the mailbox and the phone of a lead',
    expected: '201, none found',
    env: {RATE_LIMIT_STORE: 'outbox', RATE_LIMIT_ADDRESS: '10/60', RATE_LIMIT_PERSON: '3/3600'},
    async run(testbed, path) {
      const {status} = await testbed.post()
      const content = readFiles(path, name => name.includes('-limits'))
      const found = ['127.0.0.1', person.email, person.phone_number].filter(text => content.includes(text))
      return `${status}, ${found.join() || 'none'} found`
    },
  }),
  {
    attack: 'swapped ciphertext',
    probe: 'a consent record in the place of a body, released',
    expected: '201, 0 calls, unreadable',
    ...ownOutbox(true, async (testbed, path) => {
      const headers = {'idempotency-key': randomUUID()}
      const {status} = await testbed.post(suspect, headers)
      const database = new DatabaseSync(path)
      database.exec('UPDATE signup_lead SET body = (SELECT record FROM signup_consent)')
      database.close()
      const id = headers['idempotency-key']
      const reason = await useOutbox(path, async outbox => {
        await outbox.release(id, Date.now())
        return until('an outcome', async () => (await outbox.find(id))?.reason)
      })
      return `${status}, ${testbed.api.requests.length} calls, ${reason}`
    }),
  },
  {
    attack: 'personal data in wordings',
    probe: 'an address in the wording of a consent box',
    expected: '201 created +cors, not found',
    ...ownOutbox(true, async (testbed, path) => {
      const consent = {terms: 'I, WORDINGCANARY of 10 Downing Street, agree'}
      const response = await testbed.post({...person, gdpr_accept_terms: true, consent})
      const found = readFiles(path, () => true).includes('WORDINGCANARY')
      return `${summarise(response)}, ${found ? 'found' : 'not found'}`
    }),
  },
]

function withKeyAndWithout({run, env, probe, ...scenario}: StoreScenario): Scenario[] {
  return [true, false].map(hasKey => {
    const own = ownOutbox(hasKey, run)
    return {
      ...scenario,
      probe: `${probe}, ${hasKey ? 'encrypted' : 'not encrypted'}`,
      ...own,
      env: {...own.env, ...env},
    }
  })
}

function ownOutbox(hasKey: boolean, run: StoreScenario['run']) {
  const path = freshPath()
  const env: Record<string, string> = {OUTBOX: `file:${path}`}
  if (hasKey) env.OUTBOX_KEY = key.toString('base64')
  return {env, run: (testbed: Testbed) => run(testbed, path)}
}

/** Opens the outbox beside the running proxy, with its key if it has one. */
async function useOutbox<T>(path: string, use: (outbox: StoredOutbox) => Promise<T>): Promise<T> {
  const place = {kind: 'file', path} as const
  const outbox = (await openOutbox({place, key}).catch(() => openOutbox({place})))!
  try {
    return await use(outbox)
  } finally {
    await outbox.close()
  }
}

function readFiles(path: string, isWanted: (name: string) => boolean): string {
  return readdirSync(dirname(path))
    .filter(name => name.startsWith(basename(path)) && isWanted(name))
    .map(name => readFileSync(join(dirname(path), name), 'latin1'))
    .join()
}
