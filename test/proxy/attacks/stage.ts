import {randomUUID} from 'node:crypto'
import {freshPath} from '../../support/outbox.ts'
import {startCommand, type Command} from '../../support/command.ts'
import {startContactApi, type Answer, type ContactApi} from '../../support/contact-api.ts'
import {talk, toText, type Heard} from './wire.ts'

/** Whatever leaks, a search for these finds it. */
export const canaries = ['SECRET-CANARY', 'emailcanary', 'namecanary', '7946095']
export const person = {
  name_first: 'Namecanary',
  email: 'emailcanary@example.com',
  phone_countrycode: '44',
  phone_number: '2079460958',
}
export const site = 'https://ok.example'
export const path = '/api/signup'

/** The running proxy, in a process of its own, and what stands behind it. */
export interface Stage {
  proxy: Command
  api: ContactApi
  /** Everything that any answer said. */
  said: string[]
  /** Posts a contact as a page of the allowed site does, but for what is changed. */
  post(body?: unknown, headers?: Record<string, string | undefined>, target?: string, method?: string): Promise<Heard>
  /** Sends bytes as they are. */
  raw(...parts: (string | Uint8Array)[]): Promise<Heard>
  close(): Promise<void>
}

export async function setStage(env: Record<string, string> = {}, answer?: Answer): Promise<Stage> {
  const api = await startContactApi(answer)
  const proxy = await startCommand({
    CONTACT_API_URL: api.url,
    CONTACT_ACCOUNT_ID: 'acc-1',
    CONTACT_ACCOUNT_SECRET: 'SECRET-CANARY',
    ALLOWED_ORIGINS: site,
    ALLOWED_TAGS: 'one',
    OUTBOX: `file:${freshPath()}`,
    RATE_LIMIT_ADDRESS: 'off',
    RATE_LIMIT_PERSON: 'off',
    PORT: '0',
    ...env,
  }).catch(async (error: unknown) => {
    await api.close()
    throw error
  })
  const said: string[] = []
  const raw = async (...parts: (string | Uint8Array)[]) => {
    const heard = await talk(proxy.address, ...parts)
    said.push(JSON.stringify(heard))
    return heard
  }
  return {
    proxy,
    api,
    said,
    raw,
    post(body = person, headers = {}, target = path, method = 'POST') {
      const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
      return raw(
        ...toText(
          method,
          target,
          {origin: site, 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers},
          text,
        ),
      )
    },
    async close() {
      await proxy.stop()
      await api.close()
    },
  }
}

/** Status and code, and whether pages of the site may read it. */
export function toSeen({status, headers, body}: Heard): string {
  const code = /"code":"(\w+)"/.exec(body)?.[1] ?? /"status":"(\w+)"/.exec(body)?.[1] ?? ''
  return `${status} ${code}`.trim() + (headers['access-control-allow-origin'] === site ? ' +cors' : '')
}

/** What of the canaries stands in what was said or logged. */
export const leaksOf = ({said, proxy}: Stage): string[] =>
  canaries.filter(canary => [...said, proxy.output()].join().toLowerCase().includes(canary.toLowerCase()))
