import {execFileSync} from 'node:child_process'
import {cpSync, rmSync} from 'node:fs'
import {join} from 'node:path'

/**
 * Copies the files of the published package to where npm would install them in a folder, and returns where that is. A link
 * would not do: bundlers and the package's types would look for other packages beside the project. Its dependencies resolve
 * to the project's own node_modules, further up.
 */
export function installPackage(folder: string): string {
  const target = join(folder, 'node_modules/contact-signup')
  rmSync(target, {recursive: true, force: true})
  for (const path of published()) cpSync(path, join(target, path))
  return target
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
