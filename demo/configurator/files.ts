import {readFile} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {findGuide, readProduct, scriptFolder} from './read-product.ts'

/** The folder of the configurator's sources. */
export const sourceFolder = fileURLToPath(new URL('.', import.meta.url))

/** The pages: that of the configurator, and those in its frames. */
export const pageFiles = ['index.html', 'preview.html', 'measure.html']
const ownFiles = [...pageFiles, 'configurator.css', 'preview.css', 'icon.svg']

/** By the extension of a file. */
export const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.md': 'text/plain; charset=utf-8',
}

/** Reads a file of the configurator. */
export type ReadFile = () => Promise<string | Uint8Array>

/** All files of the configurator but its script, by their path beside its page. One can serve them from any folder. */
export function readFiles(): Map<string, ReadFile> {
  const product = readProduct()
  const guide = findGuide()
  return new Map<string, ReadFile>([
    ...ownFiles.map(name => [name, () => readFile(sourceFolder + name)] as const),
    ...Object.keys(product.files).map(name => [name, () => readFile(`${scriptFolder}/${name}`)] as const),
    ...(guide ? [['cms.md', () => readFile(guide)] as const] : []),
    ['data.json', async () => JSON.stringify(product)],
  ])
}

/** Bundles the script of the page. */
export async function bundleScript(): Promise<string> {
  const {build} = await import('vite') // which takes longer to load than to do it
  const output = await build({
    configFile: false, // that of the package
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {input: `${sourceFolder}main.ts`, output: {entryFileNames: 'configurator.js'}},
    },
  })
  const [result] = [output].flat() as {output: {fileName: string; code?: string}[]}[]
  return result!.output.find(({fileName}) => fileName === 'configurator.js')!.code!
}
