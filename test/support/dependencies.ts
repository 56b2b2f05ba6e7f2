import {mkdirSync, readFileSync, symlinkSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'

interface Locked {
  packages: Record<string, {dev?: boolean; peer?: boolean; optional?: boolean; devOptional?: boolean}>
}

/** The packages that `npm install contact-signup` brings, as paths in node_modules: those of the lockfile that are not for development. */
export function installedDependencies(): string[] {
  const {packages} = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Locked
  return Object.entries(packages).flatMap(([path, {dev, peer, optional, devOptional}]) =>
    path === '' || dev || peer || optional || devOptional ? [] : [path],
  )
}

/** Links them into a folder outside the project, where nothing else can be resolved. */
export function linkDependencies(folder: string): void {
  for (const path of installedDependencies()) {
    const link = join(folder, path)
    mkdirSync(dirname(link), {recursive: true})
    symlinkSync(resolve(path), link, 'junction')
  }
}
