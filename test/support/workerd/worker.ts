import {randomUUID} from 'node:crypto'
import {readFileSync} from 'node:fs'
import type {Readable} from 'node:stream'
import {Log, LogLevel, Miniflare, type MiniflareOptions} from 'miniflare'
import {toText, sendBytes, type WireResponse} from '../../proxy/attacks/wire.ts'
import {bundleWorker} from './bundle.ts'
import {compatibility} from './sample.ts'

/** Canaries: a search for these strings finds a leak. */
export const secret = 'SECRET-CANARY-93c1'
export const site = 'https://ok.example'
export const path = '/api/signup'

/** What the README has a user write. */
const code = /```js\n([^`]*'contact-signup\/proxy\/worker'\n)```/.exec(readFileSync('README.md', 'utf8'))![1]!

let bundled: Promise<string> | undefined
/** The Worker of the README, from the package that was built. */
export const bundleSample = (): Promise<string> => (bundled ??= bundleWorker({code, folder: process.cwd()}))

/** The Worker in workerd. */
export interface RunningWorker {
  address: string
  /** What it has logged. */
  output(): string
  /** Posts as a page of the allowed site does, with changes. */
  post(
    body: unknown,
    headers?: Record<string, string | undefined>,
    target?: string,
    method?: string,
  ): Promise<WireResponse>
  raw(...parts: (string | Uint8Array)[]): Promise<WireResponse>
  stop(): Promise<void>
}

export interface WorkerOptions {
  /** The folder of the Durable Object's storage, which then survives the process. */
  storage?: string
  options?: Partial<MiniflareOptions>
  /** Binds another thing, or nothing, as `OUTBOX`. */
  durableObjects?: Record<string, {className: string; useSQLite?: boolean}>
}

export const contactSettings = (apiUrl: string): Record<string, string> => ({
  CONTACT_API_URL: apiUrl,
  CONTACT_ACCOUNT_ID: 'acc-1',
  CONTACT_ACCOUNT_SECRET: secret,
  ALLOWED_ORIGINS: site,
  RATE_LIMIT_ADDRESS: 'off',
  RATE_LIMIT_PERSON: 'off', // tests of limits set them
  RATE_LIMIT_TOTAL: '1000000/60',
})

/** Starts workerd with the Worker of the README. */
export async function startWorker(
  bindings: Record<string, unknown>,
  {
    storage,
    options = {},
    durableObjects = {OUTBOX: {className: 'ContactSignupOutbox', useSQLite: true}},
  }: WorkerOptions = {},
): Promise<RunningWorker> {
  const lines: string[] = []
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleSample(),
    ...compatibility,
    bindings: bindings as Record<string, string>,
    durableObjects,
    durableObjectsPersist: storage ?? false,
    host: '127.0.0.1',
    port: 0,
    log: new Log(LogLevel.NONE),
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      for (const stream of [stdout, stderr]) stream.on('data', (chunk: Buffer) => lines.push(String(chunk)))
    },
    ...options,
  } as MiniflareOptions)
  const address = (await miniflare.ready).origin
  const raw: RunningWorker['raw'] = (...parts) => sendBytes(address, ...parts)
  return {
    address,
    output: () => lines.join(''),
    raw,
    post(body, headers = {}, target = path, method = 'POST') {
      const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
      const usual = {origin: site, 'content-type': 'application/json', 'idempotency-key': randomUUID()}
      const from = {'cf-connecting-ip': '203.0.113.1'}
      return raw(...toText(method, target, {...usual, ...from, ...headers}, text))
    },
    stop: () => miniflare.dispose(),
  }
}
