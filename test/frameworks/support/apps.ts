import {execFileSync} from 'node:child_process'
import {join} from 'node:path'

export const frameworks = ['react', 'vue', 'svelte', 'angular'] as const
export type Framework = (typeof frameworks)[number]

const folder = join(import.meta.dirname, '..')

/** Folder of the built apps, each in a folder with its framework's name. */
export const built = join(folder, 'dist')

/** Path of a command that a package of this folder installs. */
export function toCommand(name: string): string {
  return join(folder, 'node_modules', '.bin', name)
}

/** Builds an app in development mode: only then do the frameworks warn of mistakes. */
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
