import {createServer, type IncomingMessage, type Server} from 'node:http'
import {readFile} from 'node:fs/promises'
import type {AddressInfo} from 'node:net'
import {extname, join} from 'node:path'
import {buffer} from 'node:stream/consumers'

/** A PHP that has a folder mounted, and serves it. */
export interface Php {
  origin: string
  /** Runs PHP code in the folder, and returns what it prints. */
  run(code: string): Promise<string>
  close(): Promise<void>
}

export const mountedAt = '/wordpress'

/** What is used of the packages. They are installed in this folder only, so the project's types do not see them. */
interface Runtime {
  mkdir(path: string): void
  mount(path: string, handler: unknown): Promise<void>
  run(options: {code: string}): Promise<{text: string}>
  exit(): void
}
interface Packages {
  loadNodeRuntime(version: string, options: object): Promise<number>
  createNodeFsMountHandler(folder: string): unknown
  PHP: new (runtime: number) => Runtime
  PHPRequestHandler: new (options: object) => {request(request: object): Promise<PhpResponse>}
}
interface PhpResponse {
  httpStatusCode: number
  headers: Record<string, string[]>
  bytes: Uint8Array
}

/** PHP as WebAssembly, in this process: a request takes a fifth of a second. It answers one request at a time. */
export async function startPhp(version: string, folder: string): Promise<Php> {
  const {loadNodeRuntime, createNodeFsMountHandler, PHP, PHPRequestHandler} = await importPackages()
  const php = new PHP(await loadNodeRuntime(version, {emscriptenOptions: {processId: 1}}))
  php.mkdir(mountedAt)
  await php.mount(mountedAt, createNodeFsMountHandler(folder))
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const handler = new PHPRequestHandler({php, documentRoot: mountedAt, absoluteUrl: origin, cookieStore: false})
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const done = last.then(task)
    last = done.catch(() => {})
    return done
  }
  server.on('request', async (request, response) => {
    const posted = await buffer(request)
    const answer = await readStatic(folder, request.url!)
    const {status, headers, body} = answer ?? (await inTurn(() => handle(handler, request, posted)))
    response.writeHead(status, headers).end(body)
  })
  return {
    origin,
    run: async code => inTurn(async () => (await php.run({code})).text),
    async close() {
      await close(server)
      php.exit()
    },
  }
}

async function importPackages(): Promise<Packages> {
  const [node, universal] = ['@php-wasm/node', '@php-wasm/universal'] // TypeScript does not resolve them
  return {...(await import(node)), ...(await import(universal))} as Packages
}

interface Answer {
  status: number
  headers: Record<string, string | string[]>
  body: Uint8Array
}

const mediaTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** A file that is no PHP. */
async function readStatic(folder: string, url: string): Promise<Answer | undefined> {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
  const extension = extname(path)
  if (!extension || extension === '.php') return undefined
  const body = await readFile(join(folder, path)).catch(() => undefined)
  if (!body) return {status: 404, headers: {}, body: new Uint8Array()}
  return {status: 200, headers: {'content-type': mediaTypes[extension] ?? 'application/octet-stream'}, body}
}

async function handle(
  handler: InstanceType<Packages['PHPRequestHandler']>,
  request: IncomingMessage,
  body: Uint8Array,
): Promise<Answer> {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const response = await handler.request({
    method: request.method,
    url: request.url,
    headers,
    ...(body.length > 0 && {body: new Uint8Array(body)}),
  })
  return {status: response.httpStatusCode, headers: response.headers, body: response.bytes}
}

async function close(server: Server): Promise<void> {
  await new Promise(resolve => {
    server.close(resolve)
    server.closeAllConnections()
  })
}
