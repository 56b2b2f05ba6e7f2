import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join, normalize} from 'node:path'
import {prerenderPage} from 'contact-signup/prerender'
import {readElement} from '../manifest.ts'
import {renderPage} from './layout.ts'
import {nameOf, navigation} from './pages.ts'
import {renderMarkdown, type Rendered} from './render-markdown.ts'
import {renderTable} from './tables.ts'

/** What is in the folder besides pages. */
const assets = ['demo/site/icon.svg']

/**
 * Writes the documentation as a static site: the pages of the navigation, every other Markdown file that they link to,
 * and pictures and samples. Throws if a link leads nowhere.
 */
export async function buildDocs(folder: string): Promise<void> {
  rmSync(folder, {recursive: true, force: true})
  mkdirSync(folder, {recursive: true})
  const {pages, files} = renderAll()
  checkAnchors(pages)
  for (const [file, page] of pages)
    writeFileSync(join(folder, `${nameOf(file)}.html`), await prerenderPage(renderPage(nameOf(file), page.rendered)))
  for (const file of [...assets, ...files]) cpSync(file, join(folder, 'files', file))
  cpSync('demo/docs/docs.css', join(folder, 'docs.css'))
}

interface Linked {
  rendered: Rendered
  /** Anchors of Markdown files that the page links to. */
  anchors: {file: string; id: string}[]
}

/** Renders the pages of the navigation, and then those that they link to. */
function renderAll(): {pages: Map<string, Linked>; files: Set<string>} {
  const pages = new Map<string, Linked>()
  const files = new Set<string>()
  const queue = navigation.map(({file}) => file)
  for (const file of queue) {
    if (pages.has(file)) continue
    const anchors: Linked['anchors'] = []
    const toUrl = (target: string) => {
      const [path = '', id] = target.split('#')
      if (/^[a-z]+:/.test(target)) return target
      const linked = path ? normalize(join(dirname(file), path)).replaceAll('\\', '/') : file
      if (!existsSync(linked) || !statSync(linked).isFile()) throw new Error(`${file}: ${target} is no file`)
      if (!linked.endsWith('.md')) return (files.add(linked), `files/${linked}`)
      queue.push(linked)
      if (id) anchors.push({file: linked, id})
      return `${path ? `${nameOf(linked)}.html` : ''}${id ? `#${id}` : ''}`
    }
    pages.set(file, {rendered: renderMarkdown(readText(file), toUrl), anchors})
  }
  return {pages, files}
}

function readText(file: string): string {
  const element = readElement()
  const tables = navigation.find(page => page.file === file)?.tables ?? []
  return readFileSync(file, 'utf8') + tables.map(table => renderTable(table, element)).join('')
}

function checkAnchors(pages: ReadonlyMap<string, Linked>): void {
  for (const [file, {anchors}] of pages)
    for (const {file: target, id} of anchors)
      if (!pages.get(target)?.rendered.ids.has(id)) throw new Error(`${file}: ${target} has no heading #${id}`)
}
