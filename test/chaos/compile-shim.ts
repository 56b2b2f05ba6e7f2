import {spawnSync} from 'node:child_process'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/**
 * Compiles a library that replaces functions of a process by LD_PRELOAD, and returns its path; undefined if this machine
 * cannot run it.
 * @param source its C source, relative to this folder
 */
export function compileShim(source: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  const file = fileURLToPath(new URL(source, import.meta.url))
  const path = join(mkdtempSync(join(tmpdir(), 'signup-shim-')), 'shim.so')
  const {status} = spawnSync('cc', ['-O2', '-Wall', '-Werror', '-shared', '-fPIC', '-o', path, file, '-lpthread'])
  return status === 0 ? path : undefined
}
