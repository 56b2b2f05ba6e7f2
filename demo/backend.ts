import {randomBytes} from 'node:crypto'
import {mkdirSync} from 'node:fs'
import {createStandIn, startProxy, type Environment} from 'contact-signup/proxy/node'
import {listen} from './listen.ts'
import {createContactList} from './stand-in/contact-list.ts'
import {openStore} from './stand-in/store.ts'

/** The servers behind the demo's pages. */
export interface Backend {
  /** The URL that forms post to. */
  endpoint: string
  /** The base URL of the contact API. */
  contactApi: string
}

/**
 * Starts the proxy and, unless the environment names a real contact API, the stand-in.
 * @param site the origin of the pages, which the proxy must allow
 */
export async function startBackend(site: string): Promise<Backend> {
  mkdirSync('demo/.data', {recursive: true})
  const contactApi = process.env.CONTACT_API_URL ? {} : await startStandIn()
  const env: Environment = {
    PORT: '8787',
    RATE_LIMIT_ADDRESS: 'off', // all visitors of a demo come from one address
    RATE_LIMIT_PERSON: 'off',
    MIN_FILL_TIME: '0', // scripts that try the demo are welcome
    OUTBOX: 'file:demo/.data/outbox.db',
    ALLOWED_TAGS: 'landing spring',
    ALLOWED_LISTS: 'offers',
    ALLOWED_FIELDS: 'utm_source utm_medium utm_campaign utm_term utm_content',
    ALLOWED_ORIGINS: `${site} ${site.replace('127.0.0.1', 'localhost')}`,
    ...process.env,
    ...contactApi,
  }
  const {endpoint} = await startProxy(env).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return startProxy({...env, PORT: '0'})
    throw error
  })
  return {endpoint, contactApi: env.CONTACT_API_URL!} // set by the environment or by the stand-in
}

async function startStandIn(): Promise<Environment> {
  const account = {accountId: 'hotel-faro', accountSecret: randomBytes(24).toString('hex')}
  const store = await openStore(process.env.DEMO_CONTACTS ?? 'demo/.data/contacts.jsonl')
  const api = createStandIn({...account, onContact: store.add})
  const app = createContactList(store).all('*', c => api(c.req.raw))
  const url = await listen(app.fetch, Number(process.env.DEMO_API_PORT ?? 8788))
  return {CONTACT_API_URL: url, CONTACT_ACCOUNT_ID: account.accountId, CONTACT_ACCOUNT_SECRET: account.accountSecret}
}
