import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** Installs the libraries that the benchmarks compare with, at the versions of their own lockfile, if necessary. */
export function installPeers(): void {
  if (isInstalled()) return
  const {status} = spawnSync('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-fund', '--no-audit'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm ci failed for test/bench')
}

type Lock = {packages: Record<string, {version?: string}>}

const readLock = (file: string) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Lock

/** npm records in this file which versions it has installed. */
function isInstalled(): boolean {
  if (!existsSync(`${folder}/node_modules/.package-lock.json`)) return false
  const installed = readLock('node_modules/.package-lock.json').packages
  return Object.entries(readLock('package-lock.json').packages).every(
    ([path, {version}]) => !path || installed[path]?.version === version,
  )
}
