import {spawn, spawnSync, type ChildProcessByStdio} from 'node:child_process'
import {once} from 'node:events'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import {after} from 'node:test'
import {startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {toCommand} from './apps.ts'
import {addFunctions} from './functions.ts'

/**
 * Frameworks with a server of their own: the build command, the arguments of Node that start the server, and the folder of
 * the files for browsers.
 */
const servers = {
  next: {
    build: ['next', 'build'],
    start: ['../../node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1'],
    client: '.next/static',
  },
  astro: {build: ['astro', 'build'], start: ['dist/server/entry.mjs'], client: 'dist/client'},
  sveltekit: {build: ['vite', 'build', '--logLevel', 'warn'], start: ['dist/index.js'], client: 'dist/client'},
  nuxt: {
    build: ['nuxt', 'build', '--logLevel', 'silent'],
    start: ['.output/server/index.mjs'],
    client: '.output/public',
  },
} as const
export type ServerFramework = keyof typeof servers
export const serverFrameworks = Object.keys(servers) as ServerFramework[]

const toFolder = (framework: ServerFramework) => join(import.meta.dirname, '../apps', framework)
const noTelemetry = {NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1'}

/** The folder of a built app whose files browsers may load. */
export const clientFolder = (framework: ServerFramework) => join(toFolder(framework), servers[framework].client)

/** Builds an app for production. Throws what the framework says if it cannot. */
export function buildServer(framework: ServerFramework): void {
  addFunctions(framework, toFolder(framework))
  const [command, ...args] = servers[framework].build
  const {status, output} = spawnSync(toCommand(command), args, {
    cwd: toFolder(framework),
    encoding: 'utf8',
    env: {...process.env, ...noTelemetry, NODE_ENV: 'production'},
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(output.join(''))
}

/** A server, whose own route passes leads to the contact API. */
export interface FrameworkServer {
  url: string
  api: ContactApi
}

/**
 * Starts the framework's own server for all tests of a file, and stops it after them.
 * @param env more of its environment
 */
export async function useServer(
  framework: ServerFramework,
  env: Record<string, string> = {},
): Promise<FrameworkServer> {
  const api = await startContactApi()
  const port = await findPort()
  const url = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, servers[framework].start, {
    cwd: toFolder(framework),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...noTelemetry,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      PROTOCOL_HEADER: 'x-forwarded-proto', // SvelteKit's server takes any other request for https
      CONTACT_API_URL: api.url,
      CONTACT_ACCOUNT_ID: 'acc-1',
      CONTACT_ACCOUNT_SECRET: 'secret',
      ALLOWED_ORIGINS: url,
      ALLOWED_TAGS: 'one',
      RATE_LIMIT_ADDRESS: 'off',
      MIN_FILL_TIME: '0',
      ...env,
    },
  })
  after(async () => {
    server.kill()
    await Promise.all([once(server, 'exit'), api.close()])
  })
  await waitForOutput(server, url)
  return {url, api}
}

/** Waits until a process has printed a text, wherever it prints its messages. */
function waitForOutput(server: ChildProcessByStdio<null, Readable, Readable>, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk
      if (output.includes(text)) resolve()
    }
    server.stdout.on('data', read)
    server.stderr.on('data', read)
    server.on('exit', () => reject(new Error(output)))
  })
}

/** A free port. A server that chose one itself would be told too late which origin is its own. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
