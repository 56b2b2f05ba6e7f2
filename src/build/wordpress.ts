import {globSync, readFileSync} from 'node:fs'
import {relative} from 'node:path'
import {zipSync} from 'fflate'
import {readElement} from './manifest.ts'

/**
 * The plugin for WordPress, as a zip: its own files, and the script tag's files of the build. The same build gives the same
 * bytes, as the files are sorted and have one time.
 */
export function createWordPressPlugin(version: string): Uint8Array {
  const files = [...listFiles()].sort(([a], [b]) => (a < b ? -1 : 1))
  const entries = files.map(([path, file]) => [`contact-signup/${path}`, readFilledIn(file, version)] as const)
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

/** Puts the version into the PHP, and the help into the block editor's script. */
function readFilledIn(file: string, version: string): Uint8Array {
  const bytes = readFileSync(file)
  if (file.endsWith('.php')) return Buffer.from(String(bytes).replaceAll('__VERSION__', version))
  return file.endsWith('editor.js') ? Buffer.from(String(bytes).replace('__HELP__', createHelp)) : bytes
}

/** What the manifest says of the block's options, as a literal of JavaScript. Translators find each text in `__()`. */
function createHelp(): string {
  const block = JSON.parse(readFileSync('src/wordpress/block.json', 'utf8')) as {attributes: object}
  const {attributes = [], slots = []} = readElement()
  const lines = Object.keys(block.attributes).map(option => {
    const name = option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
    const described = [...attributes, ...slots].find(item => item.name === name)
    if (!described?.description) throw new Error(`block.json: ${option} is no attribute or slot with a description`)
    return `    ${option}: __(${JSON.stringify(toSentence(described.description))}, 'contact-signup'),`
  })
  return ['{', ...lines, '  }'].join('\n')
}

/** Without the Markdown. What is code, such as a value at the start, keeps its letters. */
function toSentence(description: string): string {
  const text = description[0]!.toUpperCase() + description.slice(1)
  return text.replaceAll('`', '').replace(/\.?$/, '.')
}
