import {readFile} from 'node:fs/promises'
import type {AddressInfo} from 'node:net'
import {after} from 'node:test'
import {createAdaptorServer} from '@hono/node-server'
import {createProxy, type ProxyOptions} from 'contact-signup/proxy'
import {startContactApi, type ContactApi} from '../contact-api.ts'

/** A web site with pages, the built script and the real proxy, all of one origin. */
export interface Site {
  origin: string
  /** The contact API behind each proxy, by the proxy's path. */
  apis: Record<string, ContactApi>
  /** Serves this HTML at a path, and returns its URL. */
  put(path: string, html: string, headers?: Record<string, string>): string
  close(): Promise<void>
}

/** The same build is served in further folders: for a browser, a script at another URL is another script. */
const folders: [RegExp, string][] = [
  [/^\/(?:v\d\/)?(?=(?:contact-signup|embed)\.js$|chunks\/|retry\/)/, 'dist/'],
  [/^\/(?=lit-html\.js$)/, 'node_modules/lit-html/'],
]

/** Starts a site for all tests of a file, and closes it after them. */
export async function useSite(...args: Parameters<typeof startSite>): Promise<Site> {
  const site = await startSite(...args)
  after(() => site.close())
  return site
}

/**
 * @param endpoints paths of proxies, each in front of its own contact API
 * @param options of each proxy
 */
export async function startSite(endpoints = ['/api/signup'], options: Partial<ProxyOptions> = {}): Promise<Site> {
  const apis = Object.fromEntries(
    await Promise.all(endpoints.map(async path => [path, await startContactApi()] as const)),
  )
  const account = {
    accountId: 'site',
    accountSecret: 'site-secret',
    allowedTags: ['one', 'two'],
    allowedFields: ['room'],
    rateLimitAddress: 'off',
    rateLimitPerson: 'off',
    log: () => {},
  }
  const proxies = Object.fromEntries(
    endpoints.map(path => [path, createProxy({url: apis[path]!.url, path, ...account, ...options})]),
  )
  const pages = new Map<string, Response>()

  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: request => {
      const {pathname} = new URL(request.url)
      return (
        proxies[pathname.replace(/\/challenge$/, '')]?.(request, {remoteAddress: '127.0.0.1'}) ??
        pages.get(pathname)?.clone() ??
        serveScript(pathname)
      )
    },
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    apis,
    put(path, html, headers = {}) {
      pages.set(path, new Response(html, {headers: {'content-type': 'text/html; charset=utf-8', ...headers}}))
      return origin + path
    },
    async close() {
      await Promise.all(Object.values(apis).map(api => api.close()))
      await new Promise(resolve => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    },
  }
}

/** Scripts are shared with any origin, as by a CDN: a sandboxed frame has an opaque origin. */
async function serveScript(path: string): Promise<Response> {
  const [pattern, folder] = folders.find(([folder]) => folder.test(path)) ?? []
  const code = pattern && (await readFile(path.replace(pattern, folder!)).catch(() => undefined))
  if (!code) return new Response('', {status: 404})
  return new Response(code, {
    headers: {'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*'},
  })
}
