import {execFileSync} from 'node:child_process'
import {cpSync, rmSync} from 'node:fs'
import {join} from 'node:path'

/**
 * Puts what would be published where npm would install it. Not a link: from behind one, the package's types would not
 * find the frameworks'. What the package needs in turn is found further up, in the project's own folder.
 */
export function installPackage(): void {
  const place = join(import.meta.dirname, '../node_modules/contact-signup')
  rmSync(place, {recursive: true, force: true})
  for (const path of published()) cpSync(path, join(place, path))
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
