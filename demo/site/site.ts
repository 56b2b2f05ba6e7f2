import {readFile} from 'node:fs/promises'
import {serveStatic} from '@hono/node-server/serve-static'
import {Hono} from 'hono'
import {compress} from 'hono/compress'
import {themes} from '../gallery/themes.ts'

/** The endpoint in the HTML of the pages, which is replaced by the actual one. */
const endpointInHtml = 'http://127.0.0.1:8787/api/signup'

const pages: readonly (readonly [path: string, file: string])[] = [
  ['/', 'index.html'],
  ['/terms', 'demo/site/terms.html'],
  ['/privacy', 'demo/site/privacy.html'],
  ['/gallery', 'demo/gallery/gallery.html'],
  ...[...themes, 'terms'].map(name => [`/gallery/${name}`, `demo/gallery/${name}.html`] as const),
]

/** Serves the landing page and the gallery, under the strictest content security policy that the form works with. */
export function createSite(endpoint: string): Hono {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${new URL(endpoint).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  const site = new Hono()
  site.use(compress(), async (c, next) => {
    await next()
    c.header('content-security-policy', [...policy, ...framePolicyOf(c.req.path)].join('; '))
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'strict-origin-when-cross-origin')
  })
  for (const [path, file] of pages)
    site.get(path, async c => c.html((await readFile(file, 'utf8')).replaceAll(endpointInHtml, endpoint)))
  site.get('/contact-signup.js', serveStatic({path: 'dist/contact-signup.js'}))
  site.get('/chunks/*', serveStatic({root: 'dist'}))
  for (const folder of ['site', 'gallery']) site.get(`/demo/${folder}/*`, serveStatic({root: '.'}))
  return site
}

/** Allows the gallery to show its themes in frames. Nothing else may be framed. */
function framePolicyOf(path: string): string[] {
  if (path === '/gallery') return ["frame-src 'self'", "frame-ancestors 'none'"]
  return [`frame-ancestors ${path.startsWith('/gallery/') ? "'self'" : "'none'"}`]
}
