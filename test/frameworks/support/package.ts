import {execFileSync} from 'node:child_process'
import {cpSync, rmSync} from 'node:fs'
import {join} from 'node:path'

/**
 * Copies the files of the published package to where npm would install them. A link would not do: the package's types
 * would not find those of the frameworks. Its dependencies resolve to the project's own node_modules, further up.
 */
export function installPackage(): void {
  const target = join(import.meta.dirname, '../node_modules/contact-signup')
  rmSync(target, {recursive: true, force: true})
  for (const path of published()) cpSync(path, join(target, path))
}

/** The files of the package, as npm lists them. */
function published(): string[] {
  const json = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel', 'error'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const [{files}] = JSON.parse(json) as [{files: {path: string}[]}]
  return files.map(({path}) => path)
}
