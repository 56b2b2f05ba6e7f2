/**
 * `node --import ./src/build/from-source.ts …`: has the package's own name mean its sources, by the paths of
 * tsconfig.json, where it would mean what was last built into dist.
 */
import {readFileSync} from 'node:fs'
import {registerHooks} from 'node:module'
import {toSourcePath, type Paths} from './source-paths.ts'

const project = new URL('../../', import.meta.url)
const {compilerOptions} = JSON.parse(readFileSync(new URL('tsconfig.json', project), 'utf8')) as {
  compilerOptions: {paths: Paths}
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    const path = toSourcePath(specifier, compilerOptions.paths)
    return nextResolve(path ? new URL(path, project).href : specifier, context)
  },
})
