import {randomBytes} from 'node:crypto'
import {mkdirSync} from 'node:fs'
import type {AddressInfo} from 'node:net'
import {fileURLToPath} from 'node:url'
import {createAdaptorServer} from '@hono/node-server'
import {ConfigurationError, startProxy, type Environment} from 'contact-signup/proxy/node'
import {Hono} from 'hono'
import {createSite} from './site/site.ts'
import {createArrivals} from './stand-in/arrived.ts'
import {createContactApi} from './stand-in/contact-api.ts'
import {openStore} from './stand-in/store.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

/** Serves on a port of this machine, on any free one where that is taken. */
async function serve(fetch: Hono['fetch'], wanted: number): Promise<string> {
  const server = createAdaptorServer({fetch})
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  await listen(wanted).catch(() => listen(0))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The stand-in, unless the environment names a real contact API. */
async function startContactApi(): Promise<Environment> {
  if (process.env.CONTACT_API_URL) return {}
  const account = {accountId: 'hotel-faro', accountSecret: randomBytes(24).toString('hex')}
  const store = await openStore(process.env.DEMO_CONTACTS ?? 'demo/.data/contacts.jsonl')
  const app = createArrivals(store).route('/', createContactApi(account, store))
  const url = await serve(app.fetch, Number(process.env.DEMO_API_PORT ?? 8788))
  return {CONTACT_API_URL: url, CONTACT_ACCOUNT_ID: account.accountId, CONTACT_ACCOUNT_SECRET: account.accountSecret}
}

/** The page must know the proxy and the proxy must allow the page, so the page's server starts with the address promised. */
async function start(): Promise<void> {
  mkdirSync('demo/.data', {recursive: true})
  const api = await startContactApi()
  let site = new Hono()
  const landing = await serve(request => site.fetch(request), Number(process.env.DEMO_PORT ?? 8080))
  const env: Environment = {
    PORT: '8787',
    RATE_LIMIT_ADDRESS: 'off', // all visitors of a demo come from one address
    RATE_LIMIT_PERSON: 'off',
    MIN_FILL_TIME: '0', // whoever tries a demo with a script means no harm
    OUTBOX: 'file:demo/.data/outbox.db',
    ALLOWED_TAGS: 'landing spring',
    ALLOWED_LISTS: 'offers',
    ALLOWED_FIELDS: 'utm_source utm_medium utm_campaign utm_term utm_content',
    ALLOWED_ORIGINS: `${landing} ${landing.replace('127.0.0.1', 'localhost')}`,
    ...process.env,
    ...api,
  }
  const proxy = await startProxy(env).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return startProxy({...env, PORT: '0'})
    throw error
  })
  site = createSite(proxy.endpoint)
  const contacts = api.CONTACT_API_URL ?? process.env.CONTACT_API_URL
  console.log(`Landing page   ${landing}/\nProxy          ${proxy.endpoint}\nContact API    ${contacts}/`)
}

await start().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error)
  process.exit(1)
})
