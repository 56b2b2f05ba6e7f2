import {execFileSync} from 'node:child_process'
import {join} from 'node:path'

export const frameworks = ['react', 'vue', 'svelte', 'angular'] as const
export type Framework = (typeof frameworks)[number]

const folder = join(import.meta.dirname, '..')

/** Where the built apps are, each in a folder of its framework's name. */
export const built = join(folder, 'dist')

/** A command that a package of this folder brings. */
export function toCommand(name: string): string {
  return join(folder, 'node_modules', '.bin', name)
}

/** Builds an app as its developers see it: only such a build complains of what is wrong. */
export function buildApp(framework: Framework): void {
  const args = [
    'build',
    join(folder, 'apps', framework),
    '--mode',
    'development',
    '--outDir',
    join(built, framework),
    '--emptyOutDir',
    '--base',
    './',
    '--logLevel',
    'error',
  ]
  execFileSync(toCommand('vite'), args, {
    stdio: 'inherit',
    env: {...process.env, NODE_ENV: 'development'},
    shell: process.platform === 'win32',
  })
}
