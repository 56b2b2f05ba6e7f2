import {spawnSync} from 'node:child_process'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const source = fileURLToPath(new URL('shim.c', import.meta.url))

/** Compiles the shim and returns its path; undefined if this machine cannot run it. */
export function compileShim(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const path = join(mkdtempSync(join(tmpdir(), 'signup-shim-')), 'shim.so')
  const {status} = spawnSync('cc', ['-O2', '-Wall', '-Werror', '-shared', '-fPIC', '-o', path, source, '-lpthread'])
  return status === 0 ? path : undefined
}
