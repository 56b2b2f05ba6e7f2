import {globSync, readFileSync} from 'node:fs'
import {relative} from 'node:path'
import {zipSync} from 'fflate'

/**
 * The plugin for WordPress, as a zip: its own files, and the script tag's files of the build. The same build gives the same
 * bytes, as the files are sorted and have one time.
 */
export function createWordPressPlugin(version: string): Uint8Array {
  const files = [...listFiles()].sort(([a], [b]) => (a < b ? -1 : 1))
  const entries = files.map(([path, file]) => [`contact-signup/${path}`, readVersioned(file, version)] as const)
  return zipSync(Object.fromEntries(entries), {level: 9, mtime: '1980-01-01T00:00:00'})
}

/** The files by their path in the plugin. */
function* listFiles(): Generator<[path: string, file: string]> {
  const within = (folder: string, file: string) => relative(folder, file).replaceAll('\\', '/')
  for (const file of globSync('src/wordpress/*.{php,js,json}')) yield [within('src/wordpress', file), file]
  for (const file of globSync('dist/{contact-signup.js,chunks/**/*.js,retry/**/*.js,THIRD-PARTY-LICENSES.txt}'))
    yield [`script/${within('dist', file)}`, file]
  yield ['LICENSE', 'LICENSE']
}

function readVersioned(file: string, version: string): Uint8Array {
  const bytes = readFileSync(file)
  return file.endsWith('.php') ? Buffer.from(String(bytes).replaceAll('__VERSION__', version)) : bytes
}
