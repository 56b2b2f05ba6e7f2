import {createHash} from 'node:crypto'
import {globSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** The plans of large countries. With many more, the import map would exceed 3 kB. */
const commonPlans = ['US', 'GB', 'DE', 'FR', 'ES', 'IT']

/** What a page needs in order to refuse a file that somebody has changed. */
export interface Integrity {
  /** For a page beside the files, in English, with the common numbering plans. */
  importMap: {integrity: Record<string, string>}
  /** The hash of every file that a page can load; those that every form loads come first. */
  files: Record<string, string>
}

/** @param folder of the script tag's files */
export function createIntegrity(folder: string): Integrity {
  const find = (...patterns: string[]) => globSync(patterns, {cwd: folder}).map(toPath).sort()
  // The copies in retry are loaded where a chunk is refused, so they are as important.
  const core = ['contact-signup.js', ...find('chunks/*.js'), ...find('retry/*.js')]
  const data = find('chunks/*/*.js')
  const plans = commonPlans.flatMap(name => data.filter(file => /\/plans-/.test(file) && file.endsWith(`/${name}.js`)))
  const hashes = (files: string[], prefix = '') =>
    Object.fromEntries(files.map(file => [prefix + file, hashOf(join(folder, file))]))
  return {
    importMap: {integrity: hashes([...core, ...plans], './')},
    files: hashes([...core, ...find('embed.js', '*.css'), ...data]),
  }
}

const toPath = (file: string): string => file.replaceAll('\\', '/')

/** As in the attribute `integrity` (https://www.w3.org/TR/SRI/). A longer hash would make the import map a quarter longer. */
function hashOf(file: string): string {
  return `sha256-${createHash('sha256').update(readFileSync(file)).digest('base64')}`
}
