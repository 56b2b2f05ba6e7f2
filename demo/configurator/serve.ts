import {extname} from 'node:path'
import {Hono} from 'hono'
import {bundleScript, mediaTypes, readFiles} from './files.ts'

/** Serves the configurator's files. Its script is bundled at the first request, and kept. */
export function createConfigurator(): Hono {
  let script: Promise<string> | undefined
  let files: ReturnType<typeof readFiles> | undefined
  const site = new Hono()
  site.get('/configurator', c => c.redirect('/configurator/'))
  site.get('/configurator/*', async c => {
    const path = c.req.path.replace('/configurator/', '') || 'index.html'
    files ??= readFiles()
    const read = path === 'configurator.js' ? () => (script ??= bundleScript()) : files.get(path)
    const type = mediaTypes[extname(path)]
    if (!read || !type) return c.notFound()
    return c.body((await read()) as string, 200, {'content-type': type}) // Hono takes bytes too
  })
  return site
}
