import {chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {run} from './image.ts'

/** What RUN instructions and the command of the image use of the base image. */
const programs = ['sh', 'mkdir', 'chown', 'env']
const certificates = '/etc/ssl/certs/ca-certificates.crt'

/** The environment of the base image, and how npm reaches the registry from here. */
export const baseEnv: Record<string, string> = {PATH: '/usr/local/bin:/usr/bin:/bin', NODE_EXTRA_CA_CERTS: certificates}

/**
 * Writes a root file system with what is used of `node:…-slim`: the Node and the npm that run the tests, a shell, and the
 * user `node`. Stands in for the base image where it cannot be downloaded.
 */
export function writeBase(root: string): void {
  for (const folder of ['bin', 'dev', 'etc', 'home/node', 'proc', 'root', 'sys', 'tmp', 'usr/bin', 'usr/local/bin'])
    mkdirSync(join(root, folder), {recursive: true})
  chmodSync(join(root, 'tmp'), 0o1777)
  copyProgram(process.execPath, root, '/usr/local/bin/node')
  for (const name of programs) copyProgram(run('sh', ['-c', `command -v ${name}`]).trim(), root, `/bin/${name}`)
  symlinkSync('/bin/env', join(root, 'usr/bin/env'))
  const npm = dirname(dirname(realpathSync(run('sh', ['-c', 'command -v npm']).trim())))
  cpSync(npm, join(root, 'usr/local/lib/node_modules/npm'), {recursive: true, dereference: true})
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'))
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n')
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n')
  for (const file of ['/etc/resolv.conf', '/etc/hosts', certificates]) copyFile(file, root)
}

/** Copies a program with the libraries that it is linked to. */
function copyProgram(path: string, root: string, to: string): void {
  copyFile(path, root, to)
  for (const [library] of run('ldd', [path]).matchAll(/\/\S+/g)) copyFile(library, root)
}

function copyFile(from: string, root: string, to: string = from): void {
  const target = join(root, to)
  if (!existsSync(from) || existsSync(target)) return
  mkdirSync(dirname(target), {recursive: true})
  copyFileSync(realpathSync(from), target)
}
