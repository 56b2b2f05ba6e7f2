import {createHash} from 'node:crypto'
import {serveStatic} from '@hono/node-server/serve-static'
import {prerenderedStyles} from 'contact-signup/prerender'
import {Hono} from 'hono'
import {compress} from 'hono/compress'
import {createConfigurator} from '../configurator/serve.ts'
import {pages, readDocs, readPage} from './pages.ts'

/** The landing page, the gallery, the configurator and their files, under the strictest policy that a page with a form can have. */
export function createSite(endpoint: string): Hono {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'sha256-${createHash('sha256').update(prerenderedStyles).digest('base64')}'`,
    "img-src 'self'",
    `connect-src ${new URL(endpoint).origin}`,
    "base-uri 'none'",
    `form-action ${new URL(endpoint).origin}`, // without script, the prerendered form is posted
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ]
  const site = new Hono()
  site.use(compress(), async (c, next) => {
    await next()
    // The configurator's pages have theirs in their HTML, for those who serve them as files. It cannot say who frames them.
    const own = c.req.path.startsWith('/configurator/') ? [] : policy
    c.header('content-security-policy', [...own, ...framingOf(c.req.path)].join('; '))
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'strict-origin-when-cross-origin')
  })
  for (const [path, file] of pages) site.get(path, async c => c.html(await readPage(file, endpoint)))
  site.get('/docs', c => c.redirect('/docs/'))
  site.get('/docs/:name?', async (c, next) => {
    const html = await readDocs(c.req.param('name') ?? 'index.html', endpoint)
    return html === undefined ? next() : c.html(html)
  })
  site.get('/docs/*', serveStatic({root: 'dist'}))
  site.get('/contact-signup.js', serveStatic({path: 'dist/contact-signup.js'}))
  for (const folder of ['chunks', 'retry']) site.get(`/${folder}/*`, serveStatic({root: 'dist'}))
  for (const folder of ['site', 'gallery']) site.get(`/demo/${folder}/*`, serveStatic({root: '.'}))
  return site.route('/', createConfigurator())
}

/** The gallery and the configurator show forms in frames; nothing else is framed, and no other site frames them. */
function framingOf(path: string): string[] {
  if (path === '/gallery') return ["frame-src 'self'", "frame-ancestors 'none'"]
  const isFramed = path.startsWith('/gallery/') || /^\/configurator\/.+\.html$/.test(path)
  return [`frame-ancestors ${isFramed ? "'self'" : "'none'"}`]
}
