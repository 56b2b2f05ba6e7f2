import {readFile} from 'node:fs/promises'
import {serveStatic} from '@hono/node-server/serve-static'
import {Hono} from 'hono'
import {compress} from 'hono/compress'

/** The endpoint as the landing page's HTML names it. */
const writtenEndpoint = 'http://127.0.0.1:8787/api/signup'

/** The landing page and its files, under the strictest policy that a page with a form can have. */
export function createSite(endpoint: string): Hono {
  const policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
    `connect-src ${new URL(endpoint).origin}`, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'", 'trusted-types lit-html',
  ].join('; ')
  const site = new Hono()
  site.use(compress(), async (c, next) => {
    await next()
    c.header('content-security-policy', policy)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'strict-origin-when-cross-origin')
  })
  for (const [path, file] of [['/', 'index.html'], ['/terms', 'demo/site/terms.html'], ['/privacy', 'demo/site/privacy.html']] as const)
    site.get(path, async c => c.html((await readFile(file, 'utf8')).replaceAll(writtenEndpoint, endpoint)))
  site.get('/contact-signup.js', serveStatic({path: 'dist/contact-signup.js'}))
  site.get('/chunks/*', serveStatic({root: 'dist'}))
  site.get('/demo/site/*', serveStatic({root: '.'}))
  return site
}
