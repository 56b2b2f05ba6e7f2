import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after, test} from 'node:test'
import {pathToFileURL} from 'node:url'
import {serve} from '@hono/node-server'
import {proxySettings} from '../src/proxy/config/settings.ts'
import type {Proxy} from '../src/proxy/index.ts'
import {openOutbox} from '../src/proxy/node.ts'
import {startContactApi} from './support/contact-api.ts'
import {tableUnder} from './support/markdown-table.ts'
import {post} from './support/proxy.ts'

const page = readFileSync('src/proxy/own-server.md', 'utf8')
const formsPage = readFileSync('src/proxy/forms.md', 'utf8')

const folder = mkdtempSync(join(tmpdir(), 'contact-signup-'))
after(() => rmSync(folder, {recursive: true}))

const account = {CONTACT_ACCOUNT_ID: 'acc-1', CONTACT_ACCOUNT_SECRET: 's', ALLOWED_ORIGINS: 'https://www.example.com'}

test('the documented proxy creates a contact', async () => {
  await using api = await startContactApi()
  Object.assign(process.env, account, {CONTACT_API_URL: api.url})
  const {proxy} = await importExample<{proxy: Proxy}>('const proxy', code => `${code}\nexport {proxy}`)
  const response = await proxy(post({email: 'ada@example.com'}, {origin: account.ALLOWED_ORIGINS}))
  assert.deepEqual([response.status, api.requests.length], [201, 1])
})

/** Imports the documented example that contains a text. */
async function importExample<T>(marker: string, change = (code: string) => code): Promise<T> {
  const examples = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!)
  mkdirSync('.cache', {recursive: true})
  const file = `.cache/documented-${marker.replace(' ', '-')}.mjs`
  writeFileSync(file, change(examples.find(code => code.includes(`\n${marker}`))!))
  try {
    return (await import(pathToFileURL(file).href)) as T // the caller knows what its example exports
  } finally {
    rmSync(file)
  }
}

test('the documented outbox stores a lead, encrypted by a key in a file', async () => {
  const [file, key] = [join(folder, 'outbox.db'), join(folder, 'key')]
  writeFileSync(key, randomBytes(32).toString('base64'))
  const {url} = await stoppedApi()
  Object.assign(process.env, account, {CONTACT_API_URL: url, OUTBOX: `file:${file}`, OUTBOX_KEY_FILE: key})
  const {proxy} = await importExample<{proxy: Proxy}>('const outbox', code => `${code}\nexport {proxy}`)
  const [stop] = process.listeners('SIGTERM')
  const {status} = await proxy(post({email: 'ada@example.com'}, {origin: account.ALLOWED_ORIGINS}))
  await stop!('SIGTERM')
  assert.equal(status, 202)
  await assert.rejects(openOutbox({place: {kind: 'file', path: file}}), /^ConfigurationError: OUTBOX_KEY: missing/)
})

async function stoppedApi() {
  await using api = await startContactApi()
  return api
}

test('the page names every option of createProxy, with those of a form', () => {
  const namesOf = (heading: string, markdown: string) =>
    tableUnder(heading, markdown).flatMap(([cell]) => [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!))
  const ofForms = namesOf('property', formsPage).filter(name => name !== 'accountSecretFile')
  assert.deepEqual([...namesOf('option', page), ...ofForms].toSorted(), Object.keys(proxySettings).toSorted())
})

test('the documented servers pass the visitor’s address', async () => {
  const passed: unknown[] = []
  const proxy = (_request: Request, context: object) => (passed.push(context), new Response('ok'))
  type Handle = (...args: unknown[]) => Response
  let handle: Handle = () => new Response('not served')
  const runtimes = {
    Bun: {serve: (options: {fetch: Handle}) => void (handle = options.fetch)},
    Deno: {serve: (handler: Handle) => void (handle = handler)},
  }
  const servers = Object.fromEntries(
    tableUnder('runtime', page).map(([runtime, code]) => [runtime!, code!.slice(1, -1)]),
  )
  const run = (code: string, serve?: unknown) =>
    new Function('proxy', 'serve', 'Bun', 'Deno', code)(proxy, serve, runtimes.Bun, runtimes.Deno)

  await using node = await serveByNode(handler => run(Object.values(servers)[0]!, handler))
  assert.equal(await (await fetch(node.url)).text(), 'ok')
  run(servers.Bun!)
  handle(new Request('https://a.example'), {requestIP: () => ({address: '203.0.113.7'})})
  run(servers.Deno!)
  handle(new Request('https://a.example'), {remoteAddr: {transport: 'tcp', hostname: '203.0.113.8', port: 1}})
  assert.deepEqual(
    passed,
    ['127.0.0.1', '203.0.113.7', '203.0.113.8'].map(remoteAddress => ({remoteAddress})),
  )
})

/** Serves with the documented options on a free port. */
async function serveByNode(start: (serveOptions: (options: Parameters<typeof serve>[0]) => void) => void) {
  let server: ReturnType<typeof serve> | undefined
  const url = await new Promise<string>(resolve =>
    start(options => {
      server = serve({...options, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false}, ({port}) =>
        resolve(`http://127.0.0.1:${port}`),
      )
    }),
  )
  return {url, [Symbol.asyncDispose]: () => new Promise<void>(resolve => server!.close(() => resolve()))}
}
