import assert from 'node:assert/strict'
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {test} from 'node:test'
import {pathToFileURL} from 'node:url'
import {startContactApi} from './support/contact-api.ts'
import {post} from './support/proxy.ts'

const readme = readFileSync('README.md', 'utf8')
const source = readFileSync('src/element/contact-signup.ts', 'utf8')

/** The names in the first column of the table under a heading cell. */
function firstColumn(heading: string): string[] {
  const table = readme.split(`| ${heading} |`)[1]!.split('\n\n')[0]!
  return table
    .split('\n')
    .slice(2)
    .flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
}

test('the README names every variable that the proxy reads, and no other', () => {
  const read = [
    'config/environment',
    'node',
    'config/server-settings',
    'config/secret-file',
    'config/outbox-settings',
    'outbox/open',
  ].flatMap(
    file =>
      readFileSync(`src/proxy/${file}.ts`, 'utf8').match(/\b[A-Z]{2,}(?:_[A-Z]+)+\b|\b(?:HOST|PORT|OUTBOX)\b/g) ?? [],
  )
  assert.deepEqual(firstColumn('variable').sort(), [...new Set(read)].sort())
})

test('the README names every attribute, event, slot and custom property of the element', () => {
  const documented = (tag: string) =>
    [...source.matchAll(new RegExp(`@${tag} (\\S+)`, 'g'))].map(([, name]) => name!).sort()
  assert.deepEqual(firstColumn('event').sort(), documented('fires'))
  assert.deepEqual(firstColumn('slot').sort(), documented('slot'))
  assert.deepEqual(firstColumn('custom property').sort(), documented('cssprop'))
  const parts = /`(form intro [^`]+)`/.exec(readme)![1]!.split(/\s+/).sort()
  assert.deepEqual(parts, documented('csspart'))
  const properties = /^const defaults = \{(.*?)\n\}/ms.exec(source)![1]!
  const attributes = [...properties.matchAll(/^ {2}(\w+):/gm)].map(([, name]) =>
    name!.replace(/[A-Z]/g, '-$&').toLowerCase(),
  )
  assert.deepEqual(firstColumn('attribute').sort(), [...attributes.filter(name => name !== 'messages'), 'lang'].sort())
})

test('the README’s proxy creates a contact', async () => {
  await using api = await startContactApi()
  const [, code] = /```js\n(import \{createProxy.*?)```/s.exec(readme)!
  Object.assign(process.env, {CONTACT_API_URL: api.url, CONTACT_ACCOUNT_ID: 'acc-1', CONTACT_ACCOUNT_SECRET: 's'})
  mkdirSync('.cache', {recursive: true})
  const file = '.cache/readme-proxy.mjs'
  writeFileSync(file, code!)
  const {default: server} = (await import(pathToFileURL(file).href)) as {
    default: {fetch(request: Request): Promise<Response>}
  }
  rmSync(file)
  const answer = await server.fetch(post({email: 'ada@example.com'}, {origin: 'https://www.example.com'}))
  assert.deepEqual([answer.status, api.requests.length], [201, 1])
})

test('the README’s pictures and pages exist', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target!)
  assert.ok(links.length > 1)
  assert.deepEqual(
    links.filter(link => !existsSync(link)),
    [],
  )
})
