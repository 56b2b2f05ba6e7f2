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

/** The HTML of a page whose forms post to this endpoint. The form of the landing page is prerendered. */
export async function readPage(file: string, endpoint: string): Promise<string> {
  const html = (await readFile(file, 'utf8')).replaceAll(writtenEndpoint, endpoint)
  return file === 'index.html' ? prerenderPage(html) : html
}
