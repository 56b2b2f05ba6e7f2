import {globSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Plugin} from 'vite'

/** A package whose code is in a bundle. */
export interface BundledPackage {
  name: string
  version: string
  license: string
  author?: string
  /** The text of each of its licence files. */
  texts: string[]
}

export const licencesFile = 'THIRD-PARTY-LICENSES.txt'

/** Emits the licences of all packages whose code is in the script tag's files. */
export function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap(file => (file.type === 'chunk' ? file.moduleIds : []))
      this.emitFile({type: 'asset', fileName: licencesFile, source: toLicences(findPackages(modules))})
    },
  }
}

/** The packages that these modules are of, by name. A module outside `node_modules` is of none. */
export function findPackages(modules: Iterable<string>): BundledPackage[] {
  const folders = new Set([...modules].flatMap(id => findPackageFolder(id) ?? []))
  return [...folders].map(readPackage).sort((a, b) => a.name.localeCompare(b.name))
}

/** One section a package. Of a package without a licence file, its author is named. Throws if it has none either. */
export function toLicences(packages: readonly BundledPackage[]): string {
  return packages
    .map(({name, version, license, author, texts}) => {
      if (texts.length === 0 && !author) throw new Error(`${name} has no licence file and no author`)
      return [`${name} ${version} (${license})`, ...(texts.length > 0 ? texts : [`by ${author}`])].join('\n\n')
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n')
}

/** The folder right below `node_modules`: packages hold package.json files for parts of themselves too, without a licence. */
function findPackageFolder(id: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]
}

function readPackage(folder: string): BundledPackage {
  const {name, version, license, author} = readPackageJson(folder)
  const texts = globSync('{LICEN[CS]E,licen[cs]e}*', {cwd: folder}).sort()
  return {name, version, license, author, texts: texts.map(file => readFileSync(join(folder, file), 'utf8').trim())}
}

function readPackageJson(folder: string): Omit<BundledPackage, 'texts'> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Omit<BundledPackage, 'texts'>
}
