import type {AddressInfo} from 'node:net'
import {after} from 'node:test'
import {createAdaptorServer} from '@hono/node-server'
import {Hono} from 'hono'
import {createElement} from 'react'
import {renderToString} from 'react-dom/server'
import {build} from 'vite'
import {startContactApi, type ContactApi} from '../contact-api.ts'
import {proxyFor} from '../proxy.ts'
import {Page} from '../react/page.ts'

/**
 * A site with one React page, rendered in the browser at `/client`, and on the server at `/server`. At `/inert` the page has
 * the server's HTML as a browser has it that does not know declarative shadow roots.
 */
export interface ReactSite {
  url: string
  /** All that a browser may load of the page. */
  scripts: ReadonlyMap<string, string>
  /** Replaces the contact API, behind the proxy. */
  api: ContactApi
}

/** Starts the site for all tests of a file, and stops it after them. */
export async function useReactSite(): Promise<ReactSite> {
  const scripts = await bundle()
  const api = await startContactApi()
  const app = new Hono()
  const server = createAdaptorServer({fetch: app.fetch})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const proxy = proxyFor(api, {allowedOrigins: [url], allowedTags: ['one']})
  app.post('/api/signup', c => proxy(c.req.raw, {remoteAddress: '127.0.0.1'}))
  app.get('/client', c => c.html(toPage('')))
  app.get('/server', c => c.html(toPage(render(c.req.query('lang')))))
  app.get('/inert', c => c.html(toPage('', toInertScript(render(c.req.query('lang'))))))
  app.get('/scripts/:name', c => c.body(scripts.get(c.req.param('name'))!, 200, {'content-type': 'text/javascript'}))
  after(async () => {
    await new Promise(resolve => server.close(resolve))
    await api.close()
  })
  return {url, api, scripts}
}

const render = (lang: string | undefined) => renderToString(createElement(Page, {lang}))

/** Puts HTML into the page such that no parser takes its templates for shadow roots. */
const toInertScript = (html: string) => `
  root.innerHTML = ${JSON.stringify(html.replaceAll('shadowrootmode=', 'data-mode=')).replaceAll('<', '\\u003c')}
  for (const template of root.querySelectorAll('template')) template.setAttribute('shadowrootmode', 'open')`

const toPage = (content: string, script = '') =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>React</title>
<div id="root">${content}</div><script>${script}</script><script type="module" src="/scripts/client.js"></script>`

/** The page's scripts by their names, in development mode: only then does React warn of mistakes. */
async function bundle(): Promise<Map<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    define: {'process.env.NODE_ENV': '"development"'},
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: 'test/support/react/client.ts',
        output: {entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js'},
      },
    },
  })
  if (!('output' in result)) throw new Error('expected one build')
  return new Map(result.output.map(chunk => [chunk.fileName, 'code' in chunk ? chunk.code : String(chunk.source)]))
}
