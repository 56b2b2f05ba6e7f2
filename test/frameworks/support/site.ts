import type {AddressInfo} from 'node:net'
import {relative} from 'node:path'
import {after} from 'node:test'
import {createAdaptorServer} from '@hono/node-server'
import {serveStatic} from '@hono/node-server/serve-static'
import {Hono} from 'hono'
import {startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {proxyFor} from '../../support/proxy.ts'
import {built} from './apps.ts'

export interface Site {
  url: string
  /** Replaces the contact API, behind the proxy. */
  api: ContactApi
  stop(): Promise<void>
}

/** Starts the site for all tests of a file, and stops it after them. */
export async function useSite(): Promise<Site> {
  const site = await startSite()
  after(() => site.stop())
  return site
}

/** Serves the built apps, and the real proxy at the default endpoint of the form. */
async function startSite(): Promise<Site> {
  const api = await startContactApi()
  const app = new Hono()
  const server = createAdaptorServer({fetch: app.fetch})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const proxy = proxyFor(api, {allowedOrigins: [url], allowedLists: ['news'], allowedTags: ['one']})
  app.post('/api/signup', c => proxy(c.req.raw, {remoteAddress: '127.0.0.1'}))
  app.use(serveStatic({root: relative(process.cwd(), built)}))
  return {
    url,
    api,
    async stop() {
      await new Promise(resolve => server.close(resolve))
      await api.close()
    },
  }
}
