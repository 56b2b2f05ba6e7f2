/** `npm start`: the demo as it would run in production, with the script that was built into dist. */
import {fileURLToPath} from 'node:url'
import {Hono} from 'hono'
import {startBackend} from './backend.ts'
import {listen} from './listen.ts'
import {exitWithMessage, report} from './report.ts'
import {createSite} from './site/site.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

/** The proxy must allow the pages' origin and the pages must name the proxy, so the pages' server starts empty. */
async function start(): Promise<void> {
  let site = new Hono()
  const landing = await listen(request => site.fetch(request), Number(process.env.DEMO_PORT ?? 8080))
  const backend = await startBackend(landing)
  site = createSite(backend.endpoint)
  report(landing, backend)
}

await start().catch(exitWithMessage)
