/** `npm run dev`: the demo from source. Vite reloads its pages as files change; node --watch restarts all as the proxy's change. */
import {fileURLToPath} from 'node:url'
import {createServer, type Plugin} from 'vite'
import {startBackend} from './backend.ts'
import {configuratorPages} from './configurator/dev.ts'
import {exitWithMessage, report} from './report.ts'
import {pages, readPage} from './site/pages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

/** Serves the demo's pages with the element's sources in place of the built script, and without a content security policy. */
function demoPages(endpoint: () => string): Plugin {
  return {
    name: 'demo-pages',
    configureServer({middlewares, transformIndexHtml}) {
      middlewares.use(async (request, response, next) => {
        const {pathname} = new URL(request.url!, 'http://localhost')
        const file = pages.get(pathname)
        if (!file) return next()
        const html = (await readPage(file, endpoint())).replaceAll('/contact-signup.js', '/src/script.ts')
        response.setHeader('content-type', 'text/html; charset=utf-8')
        response.end(await transformIndexHtml(pathname, html))
      })
    },
  }
}

async function start(): Promise<void> {
  let endpoint = ''
  const vite = await createServer({
    root,
    configFile: false, // that of the build
    appType: 'custom',
    publicDir: false,
    logLevel: 'warn',
    plugins: [demoPages(() => endpoint), configuratorPages()],
    // Packages found only at the first interaction would reload the page under the visitor's hands.
    optimizeDeps: {entries: ['src/script.ts', 'demo/configurator/main.ts']},
    server: {host: '127.0.0.1', port: Number(process.env.DEMO_PORT ?? 8080)},
  })
  await vite.listen()
  const landing = vite.resolvedUrls!.local[0]!.replace(/\/$/, '') // it listens
  const backend = await startBackend(landing)
  endpoint = backend.endpoint
  report(landing, backend)
}

await start().catch(exitWithMessage)
