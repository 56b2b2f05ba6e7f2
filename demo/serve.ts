import {randomBytes} from 'node:crypto'
import {mkdirSync} from 'node:fs'
import type {AddressInfo} from 'node:net'
import {fileURLToPath} from 'node:url'
import {createAdaptorServer} from '@hono/node-server'
import {ConfigurationError, startProxy, type Environment} from 'contact-signup/proxy/node'
import {Hono} from 'hono'
import {createSite} from './site/site.ts'
import {createContactApi} from './stand-in/contact-api.ts'
import {createContactList} from './stand-in/contact-list.ts'
import {openStore} from './stand-in/store.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

/** Starts a server on the preferred port of the loopback interface, or on any free port if that one is taken. */
async function serve(fetch: Hono['fetch'], preferredPort: number): Promise<string> {
  const server = createAdaptorServer({fetch})
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  await listen(preferredPort).catch(() => listen(0))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Starts the stand-in contact API, unless the environment names a real one. */
async function startContactApi(): Promise<Environment> {
  if (process.env.CONTACT_API_URL) return {}
  const account = {accountId: 'hotel-faro', accountSecret: randomBytes(24).toString('hex')}
  const store = await openStore(process.env.DEMO_CONTACTS ?? 'demo/.data/contacts.jsonl')
  const app = createContactList(store).route('/', createContactApi(account, store))
  const url = await serve(app.fetch, Number(process.env.DEMO_API_PORT ?? 8788))
  return {CONTACT_API_URL: url, CONTACT_ACCOUNT_ID: account.accountId, CONTACT_ACCOUNT_SECRET: account.accountSecret}
}

function proxyEnvironment(site: string, contactApi: Environment): Environment {
  return {
    PORT: '8787',
    RATE_LIMIT_ADDRESS: 'off', // all visitors of a demo have the same address
    RATE_LIMIT_PERSON: 'off',
    MIN_FILL_TIME: '0', // the demo may be filled in by a script
    OUTBOX: 'file:demo/.data/outbox.db',
    ALLOWED_TAGS: 'landing spring',
    ALLOWED_LISTS: 'offers',
    ALLOWED_FIELDS: 'utm_source utm_medium utm_campaign utm_term utm_content',
    ALLOWED_ORIGINS: `${site} ${site.replace('127.0.0.1', 'localhost')}`,
    ...process.env,
    ...contactApi,
  }
}

/** Starts the proxy on its preferred port, or on any free port if that one is taken. */
function startDemoProxy(env: Environment) {
  return startProxy(env).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return startProxy({...env, PORT: '0'})
    throw error
  })
}

/** The page needs the proxy's address and the proxy needs the page's origin, so the site's server starts first, empty. */
async function start(): Promise<void> {
  mkdirSync('demo/.data', {recursive: true})
  const contactApi = await startContactApi()
  let site = new Hono()
  const landing = await serve(request => site.fetch(request), Number(process.env.DEMO_PORT ?? 8080))
  const env = proxyEnvironment(landing, contactApi)
  const proxy = await startDemoProxy(env)
  site = createSite(proxy.endpoint)
  console.log(`Landing page   ${landing}/\nProxy          ${proxy.endpoint}\nContact API    ${env.CONTACT_API_URL}/`)
}

await start().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error)
  process.exit(1)
})
