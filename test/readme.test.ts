import assert from 'node:assert/strict'
import {existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {test} from 'node:test'
import {pathToFileURL} from 'node:url'
import {serve} from '@hono/node-server'
import manifest from '../package.json' with {type: 'json'}
import {readElement} from '../src/build/manifest.ts'
import type {SettingsTable} from '../src/proxy/config/setting.ts'
import {evidenceSettings} from '../src/proxy/config/evidence-settings.ts'
import {outboxSettings, proxySettings, serverSettings} from '../src/proxy/config/settings.ts'
import type {Proxy} from '../src/proxy/index.ts'
import {startContactApi} from './support/contact-api.ts'
import {post} from './support/proxy.ts'

const readme = readFileSync('README.md', 'utf8')
const speedPage = readFileSync('demo/docs/speed.md', 'utf8')
const settingsPage = readFileSync('src/proxy/settings.md', 'utf8')
const ownServerPage = readFileSync('src/proxy/own-server.md', 'utf8')

/** The cells of the table whose first heading is given, row by row. */
function tableUnder(heading: string, page = readme): string[][] {
  const [, ...rows] = page.split(`| ${heading} |`)[1]!.split('\n\n')[0]!.split('\n').slice(1)
  return rows.map(row =>
    row
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )
}

/** The names in the first column of a table. */
function firstColumn(heading: string): string[] {
  return tableUnder(heading).flatMap(([cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
}

test('the page of the settings lists every variable with its default', () => {
  const settings = [proxySettings, outboxSettings, serverSettings, evidenceSettings].flatMap((table: SettingsTable) =>
    Object.values(table),
  )
  const expected = settings.flatMap(({variable, documentedDefault, fileContent}) =>
    variable === undefined
      ? []
      : [[variable, documentedDefault], ...(fileContent === undefined ? [] : [[`${variable}_FILE`, '–']])],
  )
  const documented = tableUnder('variable', settingsPage).map(([name, value]) => [name!.replaceAll('`', ''), value])
  assert.deepEqual(documented.toSorted(), expected.toSorted())
})

const element = readElement()
const names = (items: readonly {name: string}[] | undefined) => items!.map(({name}) => name).sort()

test('the README names every attribute, property, method, event, slot, state and custom property, and the guide to its parts', () => {
  assert.deepEqual(
    firstColumn('attribute').sort(),
    names(element.attributes).filter(name => name !== 'messages'),
  )
  assert.deepEqual(firstColumn('event').sort(), names(element.events))
  assert.deepEqual(firstColumn('slot').sort(), names(element.slots))
  assert.deepEqual(firstColumn('custom property').sort(), names(element.cssProperties))
  assert.ok(readme.includes('](src/element/styling.md)'))
  const [, sentence] = /\nEach attribute is also a property ([^]+?)\n\n/.exec(readme)!
  const states = [...sentence!.matchAll(/:state\((\w+)\)/g)].map(([, name]) => ({name: name!}))
  assert.deepEqual(names(states), names(element.cssStates))
  const methods = [...sentence!.matchAll(/`(\w+)\(\)`/g)].map(([, name]) => ({name: name!}))
  assert.deepEqual(names(methods), names(element.members!.filter(({kind}) => kind === 'method')))
  const attributes = names(element.attributes)
  for (const {name} of element.members!.filter(({kind}) => kind === 'field'))
    assert.ok(attributes.includes(name) || sentence!.includes(`\`${name}\``), name)
})

test('the README has the defaults of the attributes', () => {
  const documented = Object.fromEntries(
    tableUnder('attribute').map(([name, value]) => [name!.replaceAll('`', ''), value]),
  )
  for (const {name, default: value} of element.attributes!)
    if (value !== undefined && name !== 'messages')
      assert.equal(documented[name], value === 'false' ? 'off' : value.replaceAll("'", '`'), name)
})

test('the page of the sizes names the version of the numbering plans', () =>
  assert.ok(speedPage.includes(`libphonenumber-js ${manifest.dependencies['libphonenumber-js']}`)))

test('the README has the size of the first file as the page of the sizes has it', () => {
  const [, size] = /to see the form and type \| ([\d.]+ kB)/.exec(speedPage)!
  assert.ok(readme.includes(`first file has ${size} (brotli)`), size)
})

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
  const examples = [...ownServerPage.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!)
  mkdirSync('.cache', {recursive: true})
  const file = `.cache/documented-${marker.replace(' ', '-')}.mjs`
  writeFileSync(file, change(examples.find(code => code.includes(`\n${marker}`))!))
  try {
    return (await import(pathToFileURL(file).href)) as T // the caller knows what its example exports
  } finally {
    rmSync(file)
  }
}

test('the page of functions shows the files that the tests run', () => {
  const functions = readFileSync('src/proxy/functions.md', 'utf8')
  const shown = [...functions.matchAll(/^`([^`]+)`[^\n]*:\n\n```(?:js|json)\n(.*?)```/gms)].map(([, path, code]) => [
    path,
    code,
  ])
  const files = globSync('**/*.{js,json}', {cwd: 'demo/functions'}).map(path => [
    path.replaceAll('\\', '/'),
    readFileSync(`demo/functions/${path}`, 'utf8'),
  ])
  assert.equal(files.length, 11)
  assert.deepEqual(shown.toSorted(), files.toSorted())
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
    tableUnder('runtime', ownServerPage).map(([runtime, code]) => [runtime!, code!.slice(1, -1)]),
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

test('the README’s pictures and pages exist', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!)
  assert.ok(links.length > 1)
  assert.deepEqual(
    links.filter(link => !existsSync(link)),
    [],
  )
})
