import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {suite, test} from 'node:test'
import {pathToFileURL} from 'node:url'
import {prerenderedStyles} from 'contact-signup/prerender'
import {booleanAttributes, scriptAttributes} from '../../src/prerender/attribute-names.ts'
import {options} from '../../src/prerender/command/options.ts'
import {elementsOf} from '../support/parsed-tag.ts'

const readme = readFileSync('src/prerender/README.md', 'utf8')

/** What is in backquotes in the first column of the table below a heading. */
function firstColumn(heading: string): string[] {
  const [table] = readme
    .slice(readme.indexOf(`\n${heading}\n`))
    .split(/\n(?=\| )/)
    .slice(1)
    .join('\n')
    .split('\n\n')
  return table!
    .split('\n')
    .slice(2)
    .flatMap(row => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
}

suite('the README of prerendering', () => {
  test('lists every option of the function', () => {
    const [, fields] = /interface PrerenderOptions \{(.*?)\n\}/s.exec(readFileSync('src/prerender/options.ts', 'utf8'))!
    assert.deepEqual(
      firstColumn('## `prerender(options)`'),
      [...fields!.matchAll(/^  (\w+)\?:/gm)].map(([, name]) => name),
    )
  })

  test('lists every option of the command', () =>
    assert.deepEqual(
      firstColumn('## The command')
        .map(text => text.split(' ')[0])
        .sort(),
      Object.keys(options)
        .map(name => `--${name}`)
        .sort(),
    ))

  test('names every attribute that needs the script', () => {
    const named = firstColumn('## What works without script')
    for (const name of [...scriptAttributes, ...booleanAttributes]) assert.ok(named.includes(name), name)
  })

  test('links nothing that does not exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => `src/prerender/${target}`)
    assert.ok(links.length > 2)
    assert.deepEqual(
      links.filter(link => !existsSync(link)),
      [],
    )
  })
})

const rendered = (html: string) =>
  elementsOf(html).filter(({attrs}) => attrs.some(({name, value}) => name === 'part' && value === 'form')).length
const page = '<html lang="de"><body><contact-signup></contact-signup><p>after</p></body></html>'

suite('an example of that README', () => {
  test('prerenders a tag', async () => {
    const {html} = await importExample<{html: string}>('await prerender({', code => `${code}\nexport {html}`)
    assert.match(html, /^<contact-signup endpoint="https:\/\/forms\.example\.com\/api\/signup" .*Einmal im Monat/s)
    assert.equal(rendered(html), 1)
  })

  test('prerenders a page', async () => {
    const {page} = await importExample<{page: string}>('const page = await', code => `${code}\nexport {page}`)
    assert.match(page, /^<html lang="de">…<contact-signup terms-url="\/terms"><template .*…<\/html>$/s)
  })

  test('computes the source for a policy', async () => {
    const {source} = await importExample<{source: string}>('const source', code => `${code}\nexport {source}`)
    assert.equal(source, `'sha256-${createHash('sha256').update(prerenderedStyles).digest('base64')}'`)
  })

  test('configures Vite', async () => {
    const {default: config} = await importExample<{default: {plugins: {name: string}[]}}>('prerenderSignup')
    assert.equal(config.plugins[0]!.name, 'contact-signup:prerender')
  })

  test('prerenders the HTML of Astro, and nothing else', async () => {
    const stub = 'const defineMiddleware = handler => handler'
    const {onRequest} = await importExample<{onRequest: (context: object, next: () => Response) => Promise<Response>}>(
      'defineMiddleware(',
      code => code.replace(/import \{defineMiddleware\}.*/, stub),
    )
    const respond = async (type: string) =>
      onRequest({}, () => new Response(page, {status: 404, headers: {'content-type': type, 'x-own': 'kept'}}))
    const response = await respond('text/html')
    assert.deepEqual(
      [response.status, response.headers.get('x-own'), rendered(await response.text())],
      [404, 'kept', 1],
    )
    assert.equal(await (await respond('application/xml')).text(), page)
  })

  test('prerenders the HTML of Eleventy, and nothing else', async () => {
    type Transform = (this: {page: {outputPath: string | false}}, content: string) => string | Promise<string>
    let transform: Transform | undefined
    const {default: configure} = await importExample<{default: (config: object) => void}>('config.addTransform')
    configure({addTransform: (_name: string, added: Transform) => (transform = added)})
    const at = async (outputPath: string | false) => transform!.call({page: {outputPath}}, page)
    assert.equal(rendered(await at('_site/index.html')), 1)
    for (const path of ['_site/feed.xml', false] as const) assert.equal(await at(path), page)
  })

  test('prerenders the pages of SvelteKit from their chunks', async () => {
    type Options = {transformPageChunk(chunk: {html: string; done: boolean}): string | Promise<string>}
    const {handle} = await importExample<{handle: (input: object) => Options}>('transformPageChunk')
    const {transformPageChunk} = handle({event: {}, resolve: (_event: object, options: Options) => options})
    const middle = page.indexOf('signup>') // within a tag
    assert.equal(await transformPageChunk({html: page.slice(0, middle), done: false}), '')
    const html = await transformPageChunk({html: page.slice(middle), done: true})
    assert.deepEqual([rendered(html), html.endsWith('<p>after</p></body></html>')], [1, true])
  })

  test('prerenders the pages of Nuxt, and leaves what is no text', async () => {
    type Hook = (response: {body: unknown}) => Promise<void>
    let hook: Hook | undefined
    const hooks = {hook: (name: string, added: Hook) => name === 'render:response' && (hook = added)}
    const {default: plug} = await importExample<{default: (app: object) => void}>(
      'render:response',
      code => `const defineNitroPlugin = plugin => plugin\n${code}`,
    )
    plug({hooks})
    const responses = [{body: page as unknown}, {body: null}]
    for (const response of responses) await hook!(response)
    assert.equal(rendered(String(responses[0]!.body)), 1)
    assert.equal(responses[1]!.body, null)
  })
})

/** Imports the README's example that contains a text. */
async function importExample<T>(marker: string, change = (code: string) => code): Promise<T> {
  const code = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!).find(code => code.includes(marker))
  assert.ok(code, marker)
  mkdirSync('.cache', {recursive: true})
  const file = `.cache/prerender-readme-${marker.replace(/\W+/g, '-')}.mjs`
  writeFileSync(file, change(code))
  try {
    return (await import(pathToFileURL(file).href)) as T // the caller knows what its example exports
  } finally {
    rmSync(file)
  }
}
