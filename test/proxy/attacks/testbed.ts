import {randomUUID} from 'node:crypto'
import {freshPath} from '../../support/outbox.ts'
import {startCommand, type Command} from '../../support/command.ts'
import {startContactApi, type Answer, type ContactApi} from '../../support/contact-api.ts'
import {sendBytes, toText, type WireResponse} from './wire.ts'

/** A search for these strings finds a leak. */
export const canaries = ['SECRET-CANARY', 'emailcanary', 'namecanary', '7946095']
export const person = {
  name_first: 'Namecanary',
  email: 'emailcanary@example.com',
  phone_countrycode: '44',
  phone_number: '2079460958',
  gdpr_accept_terms: true,
}
export const site = 'https://ok.example'
export const path = '/api/signup'

/** The proxy in a process of its own, in front of a contact API. */
export interface Testbed {
  proxy: Command
  api: ContactApi
  /** All responses, as JSON. */
  output: string[]
  /** Posts a contact as a page of the allowed site does, with changes. */
  post(
    body?: unknown,
    headers?: Record<string, string | undefined>,
    target?: string,
    method?: string,
  ): Promise<WireResponse>
  /** Sends bytes unchanged. */
  raw(...parts: (string | Uint8Array)[]): Promise<WireResponse>
  close(): Promise<void>
}

export async function startTestbed(env: Record<string, string> = {}, answer?: Answer): Promise<Testbed> {
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
  const output: string[] = []
  const raw = async (...parts: (string | Uint8Array)[]) => {
    const response = await sendBytes(proxy.address, ...parts)
    output.push(JSON.stringify(response))
    return response
  }
  return {
    proxy,
    api,
    output,
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

/** Status and code, and whether pages of the allowed site may read the response. */
export function summarise({status, headers, body}: WireResponse): string {
  const code = /"code":"(\w+)"/.exec(body)?.[1] ?? /"status":"(\w+)"/.exec(body)?.[1] ?? ''
  return `${status} ${code}`.trim() + (headers['access-control-allow-origin'] === site ? ' +cors' : '')
}

/** The canaries that occur in a response or in the log. */
export const findLeaks = ({output, proxy}: Testbed): string[] =>
  canaries.filter(canary => [...output, proxy.output()].join().toLowerCase().includes(canary.toLowerCase()))
