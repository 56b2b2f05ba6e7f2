import {readFile} from 'node:fs/promises'
import {extname} from 'node:path'
import type {Plugin} from 'vite'
import {mediaTypes, pageFiles, readFiles, sourceFolder} from './files.ts'

const root = '/configurator/'

/** Serves the configurator and the element from source. What it knows of the product is that of the last build. */
export function configuratorPages(): Plugin {
  return {
    name: 'configurator-pages',
    configureServer({middlewares, transformIndexHtml}) {
      middlewares.use(async (request, response, next) => {
        const {pathname} = new URL(request.url!, 'http://localhost')
        if (pathname === '/configurator') return void response.writeHead(302, {location: root}).end()
        if (!pathname.startsWith(root)) return next()
        const name = pathname.replace(root, '') || 'index.html'
        try {
          const file = pageFiles.includes(name)
            ? await transformIndexHtml(pathname, await readPage(name))
            : await readFiles().get(name)?.()
          if (file === undefined) return next()
          response.setHeader('content-type', mediaTypes[extname(name)] ?? 'application/octet-stream')
          response.end(file)
        } catch (error) {
          next(error) // nothing has been built yet
        }
      })
    },
  }
}

/** Without a content security policy, which forbids what Vite adds. */
async function readPage(name: string): Promise<string> {
  return (await readFile(sourceFolder + name, 'utf8'))
    .replace(/<meta http-equiv="content-security-policy".*?>/, '')
    .replace('"configurator.js"', '"/demo/configurator/main.ts"')
    .replace('"contact-signup.js"', '"/src/script.ts"')
}
