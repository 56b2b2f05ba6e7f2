import {readFile} from 'node:fs/promises'
import {prerenderPage} from 'contact-signup/prerender'
import {themes} from '../gallery/themes.ts'

/** The endpoint as the pages' HTML names it. */
const writtenEndpoint = 'http://127.0.0.1:8787/api/signup'

/** The file of each page, by the page's path. */
export const pages: ReadonlyMap<string, string> = new Map([
  ['/', 'index.html'],
  ['/terms', 'demo/site/terms.html'],
  ['/privacy', 'demo/site/privacy.html'],
  ['/gallery', 'demo/gallery/gallery.html'],
  ...[...themes, 'terms'].map(name => [`/gallery/${name}`, `demo/gallery/${name}.html`] as const),
])

const docsFolder = 'dist/docs'

/** The HTML of a page of the documentation, which `npm run docs` has written; undefined if there is no such page. */
export async function readDocs(name: string, endpoint: string): Promise<string | undefined> {
  if (!/^[\w-]+\.html$/.test(name)) return undefined
  const html = await readFile(`${docsFolder}/${name}`, 'utf8').catch(() => undefined)
  return html?.replaceAll(writtenEndpoint, endpoint)
}

/** The HTML of a page whose forms post to this endpoint. The form of the landing page is prerendered. */
export async function readPage(file: string, endpoint: string): Promise<string> {
  const html = (await readFile(file, 'utf8')).replaceAll(writtenEndpoint, endpoint)
  return file === 'index.html' ? prerenderPage(html) : html
}
