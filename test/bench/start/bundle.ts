import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build, type Rolldown} from 'vite'
import type {prerenderPage as Prerender} from '../../../src/prerender/index.ts'
import type {Page} from './pages.ts'

const project = fileURLToPath(new URL('../../../', import.meta.url))
const sources = fileURLToPath(new URL('pages/', import.meta.url))

/** That of the build: the script hydrates nothing else. */
const prerenderPage: typeof Prerender = async html => {
  const built = (await import(`${project}dist/prerender/index.js`)) as {prerenderPage: typeof Prerender}
  return built.prerenderPage(html)
}

/** Builds every page for production into a folder that is made anew: each by itself, sharing nothing. */
export async function bundlePages(pages: readonly Page[], folder: string): Promise<void> {
  rmSync(folder, {recursive: true, force: true})
  for (const page of pages) {
    const target = join(folder, page.name)
    mkdirSync(target, {recursive: true})
    const isOurs = ['ours', 'earlier', 'prerendered'].includes(page.kind)
    const {head, form, css} = isOurs ? copyOurs(resolve(page.tree ?? project), target) : await bundlePeer(page, target)
    const isPrerendered = page.kind === 'prerendered'
    const parts: Record<string, string> = {title: page.title, head, form, css: isPrerendered ? '' : css}
    const shell = readFileSync(`${sources}shell.html`, 'utf8')
    const html = shell.replace(/%(\w+)%/g, (_mark, name: string) => parts[name]!)
    writeFileSync(join(target, 'index.html'), isPrerendered ? await prerenderPage(html) : html)
  }
}

type Parts = Record<'head' | 'form' | 'css', string>

/** The page that a checkout's README shows, with the files of its dist as they are. */
function copyOurs(tree: string, target: string): Parts {
  const dist = join(tree, 'dist')
  if (!existsSync(join(dist, 'contact-signup.js')))
    throw new Error(`${tree} has no dist/contact-signup.js: run \`npm run build\` there first`)
  for (const name of ['contact-signup.js', 'chunks']) cpSync(join(dist, name), join(target, name), {recursive: true})
  const readme = readFileSync(join(tree, 'README.md'), 'utf8')
  const [form] = /<contact-signup .*<\/contact-signup>/.exec(readme) ?? []
  const [css] = /contact-signup:not\(:defined\) \{.*?\}/.exec(readme) ?? []
  if (!form || !css) throw new Error('the README lacks the tag, or the CSS that reserves its space')
  return {head: '<script type="module" src="contact-signup.js"></script>', form, css}
}

/** Head and body as Vite would write them into an HTML file: one style sheet, one module. */
async function bundlePeer({name}: Page, target: string): Promise<Parts> {
  const folder = join(sources, name)
  const form = readFileSync(join(folder, 'form.html'), 'utf8').replace('%countries%', renderCountries)
  const css = existsSync(join(folder, 'page.css')) ? readFileSync(join(folder, 'page.css'), 'utf8') : ''
  return {head: existsSync(join(folder, 'main.js')) ? await bundle(folder, target) : '', form, css}
}

async function bundle(root: string, outDir: string): Promise<string> {
  const {output} = (await build({
    configFile: false,
    logLevel: 'error',
    root,
    base: './',
    build: {
      outDir,
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      emptyOutDir: false,
      rolldownOptions: {input: join(root, 'main.js')},
    },
  })) as Rolldown.RolldownOutput // one input, not watched
  const entry = output.find(file => file.type === 'chunk' && file.isEntry)!.fileName
  const styles = output
    .filter(({fileName}) => fileName.endsWith('.css'))
    .map(({fileName}) => `<link rel="stylesheet" href="${fileName}" />`)
  return [`<script type="module" src="${entry}"></script>`, ...styles].join('\n')
}

/** Without a script, all of them are in the page. */
function renderCountries(): string {
  const names = new Intl.DisplayNames('en', {type: 'region', fallback: 'none'})
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const codes = letters.flatMap(first => letters.map(second => first + second)).filter(code => names.of(code))
  return codes
    .map(code => `<option value="${code}"${code === 'GB' ? ' selected' : ''}>${names.of(code)}</option>`)
    .join('')
}
