import {fork} from 'node:child_process'
import {once} from 'node:events'
import {Client} from 'pg'
import type {ProxyOptions} from '../../src/proxy/index.ts'
import {connectOutbox} from '../../src/proxy/postgres.ts'
import type {ContactApi} from './contact-api.ts'
import {proxyFor} from './proxy.ts'

export const toPlace = (url: string) => ({kind: 'postgres', url}) as const

/** The proxy of one instance of a function. */
export function startInstance(api: Pick<ContactApi, 'url'>, databaseUrl: string, options: Partial<ProxyOptions> = {}) {
  const outbox = connectOutbox({place: toPlace(databaseUrl)})
  const proxy = proxyFor(api, {outbox, delivery: 'on-request', ...options})
  const close = async () => {
    await proxy.close()
    await outbox.close()
  }
  return Object.assign(proxy, {[Symbol.asyncDispose]: close})
}

/** Runs a statement of the database. */
export async function query(databaseUrl: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({connectionString: databaseUrl})
  await client.connect()
  const {rows} = await client.query<Record<string, unknown>>(text)
  await client.end()
  return rows
}

/** Makes what waits due, as if its time had passed. */
export const passTime = (databaseUrl: string) => query(databaseUrl, 'UPDATE signup_lead SET due = 0')

/** An instance in a process of its own, which the tests stop, freeze and kill. */
export function forkInstance(api: Pick<ContactApi, 'url'>, databaseUrl: string, mode = 'run') {
  const child = fork('test/support/function-process.ts', [], {
    env: {PATH: process.env.PATH, CONTACT_API_URL: api.url, OUTBOX: databaseUrl, MODE: mode},
  })
  const exited = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>
  return {
    child,
    exited,
    /** Sends it one lead, and resolves to the response's status; rejects if the process ends first. */
    async post(email: string): Promise<number> {
      child.send(email)
      const [status] = (await Promise.race([
        once(child, 'message'),
        exited.then(() => Promise.reject(new Error('exited'))),
      ])) as [number]
      return status
    },
  }
}
