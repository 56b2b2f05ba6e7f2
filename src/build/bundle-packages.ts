import {globSync, readFileSync, writeFileSync} from 'node:fs'
import {isBuiltin} from 'node:module'
import {dirname, relative} from 'node:path'
import {build, parseSync, type Plugin} from 'vite'
import {licences} from './licences.ts'

/** A module of a package that is bundled, and what is imported of it. */
interface BundledModule {
  /** As it is imported: `altcha-lib/algorithms/web/pbkdf2`. */
  specifier: string
  names: Set<string>
  /** Whether only modules of the Node server import it. */
  isForNode: boolean
}

/** Where a module of the package imports another package. */
interface PackageImport {
  file: string
  specifier: string
  names: string[]
  /** Of the specifier with its quotes, in the file. */
  start: number
  end: number
}

/**
 * Bundles the packages that modules in `dist` import and that `npm install` does not bring with ours, because they are not
 * in `installed`. Writes what is used of them to `dist/packages`, and has the modules import it from there.
 */
export async function bundlePackages(installed: ReadonlySet<string>): Promise<void> {
  const isBundled = (specifier: string) => isPackage(specifier) && !installed.has(packageOf(specifier))
  const bundled = globSync('dist/{contact,element,prerender,proxy}/**/*.js').flatMap(file =>
    findImports(file, isBundled),
  )
  const modules = collect(bundled)
  await bundle(
    modules.filter(({isForNode}) => isForNode),
    'node',
  )
  await bundle(
    modules.filter(({isForNode}) => !isForNode),
    'web',
  )
  redirect(bundled, modules)
}

/** Not a file, a name of our own package.json, a module of Node or one of another runtime (`cloudflare:workers`). */
const isPackage = (specifier: string) => !/^[.#]|:/.test(specifier) && !isBuiltin(specifier)

function findImports(file: string, isWanted: (specifier: string) => boolean): PackageImport[] {
  const {staticImports} = parseSync(file, readFileSync(file, 'utf8')).module
  return staticImports
    .filter(({moduleRequest}) => isWanted(moduleRequest.value))
    .map(({moduleRequest: {value, start, end}, entries}) => {
      const names = entries.map(({importName: {kind, name}}) => {
        if (kind === 'NamespaceObject') throw new Error(`${file} imports all of ${value}, expected the names it uses`)
        return name ?? 'default'
      })
      return {file, specifier: value, names, start, end}
    })
}

/** `@scope/name/path` is of the package `@scope/name`. */
const packageOf = (specifier: string) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0]

function collect(imports: readonly PackageImport[]): BundledModule[] {
  const modules = new Map<string, BundledModule>()
  for (const {file, specifier, names} of imports) {
    const module = modules.get(specifier) ?? {specifier, names: new Set(), isForNode: true}
    for (const name of names) module.names.add(name)
    module.isForNode &&= file.startsWith('dist/proxy/server/')
    modules.set(specifier, module)
  }
  return [...modules.values()]
}

/** Builds for Node may import Node's modules; those for the Web run in browsers and on every server. */
async function bundle(modules: readonly BundledModule[], runtime: 'node' | 'web'): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: {'process.env.NODE_ENV': '"production"'},
    plugins: [reexports(modules), licences()],
    ssr: {noExternal: true, target: runtime === 'node' ? 'node' : 'webworker'},
    build: {
      ssr: true,
      outDir: `dist/packages/${runtime}`,
      target: 'es2022',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(modules.map(({specifier}) => [fileNameOf(specifier), `${prefix}${specifier}`])),
        output: {entryFileNames: '[name].js', chunkFileNames: '[name].js'},
      },
    },
  })
}

const prefix = 'reexported:'

/** One module for each that is bundled, which exports what is imported of it. A CommonJS module has no exports of its own. */
function reexports(modules: readonly BundledModule[]): Plugin {
  return {
    name: 'reexports',
    resolveId: id => (id.startsWith(prefix) ? id : undefined),
    load(id) {
      const module = modules.find(({specifier}) => id === `${prefix}${specifier}`)
      return module && `export {${[...module.names].join()}} from '${module.specifier}'`
    },
  }
}

const fileNameOf = (specifier: string) => specifier.replace('@', '').replaceAll('/', '-').replace(/\.js$/, '')

function redirect(imports: readonly PackageImport[], modules: readonly BundledModule[]): void {
  const runtimes = new Map(modules.map(({specifier, isForNode}) => [specifier, isForNode ? 'node' : 'web']))
  const fromLast = [...imports].sort((a, b) => b.start - a.start) // earlier positions of a file stay as they are
  for (const {file, specifier, start, end} of fromLast) {
    const target = relative(dirname(file), `dist/packages/${runtimes.get(specifier)}/${fileNameOf(specifier)}.js`)
    const code = readFileSync(file, 'utf8')
    writeFileSync(file, `${code.slice(0, start)}'${target}'${code.slice(end)}`)
  }
}
