import {once} from 'node:events'
import {globSync, readFileSync, statSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {extname, join} from 'node:path'
import {brotliCompressSync, constants} from 'node:zlib'

export interface Site extends AsyncDisposable {
  /** Without a trailing slash. */
  url: string
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.png': 'image/png',
}
const images = /\.(?:webp|png)$/

/**
 * Serves folders under the first segment of the path: `{ours: 'dist'}` serves /ours/contact-signup.js. It reads and
 * compresses all files before the first request and sends the same headers for each, so that no server is measured.
 */
export async function serve(folders: Record<string, string>): Promise<Site> {
  const files = new Map(
    Object.entries(folders).flatMap(([name, folder]) =>
      readFolder(folder).map(file => [`/${name}/${file}`, toResponse(join(folder, file))]),
    ),
  )
  const server = createServer(({url = '/'}, response) => {
    const path = url.replace(/\?.*/, '').replace(/\/$/, '/index.html')
    const {headers, body} = files.get(path) ?? {headers: {}, body: undefined}
    response.writeHead(body ? 200 : 404, headers).end(body)
  })
  server.keepAliveTimeout = 60_000
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const {port} = server.address() as AddressInfo // listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const readFolder = (folder: string) =>
  globSync('**/*', {cwd: folder})
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => statSync(join(folder, file)).isFile())

function toResponse(file: string) {
  const type = types[extname(file)] ?? 'application/octet-stream'
  const headers = {'content-type': type, 'cache-control': 'public, max-age=31536000'}
  const content = readFileSync(file)
  if (images.test(file)) return {headers, body: content}
  const body = brotliCompressSync(content, {
    params: {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length},
  })
  return {headers: {...headers, 'content-encoding': 'br'}, body}
}
