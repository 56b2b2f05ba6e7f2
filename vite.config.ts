import {createHash} from 'node:crypto'
import {globSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {brotliCompressSync} from 'node:zlib'
import examples from 'libphonenumber-js/mobile/examples'
import metadata from 'libphonenumber-js/max/metadata'
import {minifyHTMLLiterals} from 'minify-literals'
import {minify} from 'terser'
import {defineConfig, type Plugin} from 'vite'
import {languages, loadMessages} from './src/messages/load-messages.ts'
import {splitMetadata, toCallingCodeTable} from './src/contact/phone/split.ts'

/** Builds the file for a script tag, with the chunks it loads late. The modules of the package are tsc's work. */
export default defineConfig({
  publicDir: false,
  plugins: [minifyStyles(), numberingPlans(), languageFiles(), typeEntries(), minifyChunks()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // As a library: no helpers that preload style sheets, of which there are none.
    lib: {entry: {'contact-signup': 'src/script.ts'}, formats: ['es']},
    rolldownOptions: {
      // The late chunks take what they share from the entry, so that the first bytes are one file.
      preserveEntrySignatures: 'allow-extension',
      output: {
        minify: {mangle: false, compress: true}, // names are left to the second minifier
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        // What every later part builds on comes with the first of them, not in splinters of its own.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'interaction',
              test: /\/element\/interaction\/|contact\/within|calling-codes|messages\/format|en\.replies/,
            },
          ],
        },
      },
    },
  },
})

/** White space in style sheets is for those who write them. */
function minifyStyles(): Plugin {
  return {
    name: 'minify-styles',
    enforce: 'pre',
    async transform(code, id) {
      if (!/\/src\/element\/.*\.ts$/.test(id)) return null
      return (await minifyHTMLLiterals(code, {fileName: id}))?.code ?? null
    },
  }
}

/** Which of these leaves the least differs from file to file, and by more than a careful hand saves. */
const manners = [
  {inline: 1, sequences: false},
  {inline: 3, sequences: false},
  {inline: 1},
  {inline: 1, unsafe_arrows: true, sequences: false},
  {inline: 0, collapse_vars: false},
]

/** A second minifier after the bundler's own: together they leave one to five per cent less than either. */
function minifyChunks(): Plugin {
  return {
    name: 'minify-chunks',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const tries = await Promise.all(
          manners.map(manner => minify(chunk.code, {module: true, ecma: 2020, compress: {passes: 2, ...manner}})),
        )
        const weigh = (code: string) => brotliCompressSync(code).length
        chunk.code = tries
          .map(({code}) => code ?? chunk.code)
          .reduce((least, code) => (weigh(code) < weigh(least) ? code : least))
      }
    },
  }
}

/**
 * Writes libphonenumber-js's metadata as one module a calling code, and one line for each country that shares it: beside the sources, where tests find them, beside
 * the package's modules, and beside the script tag's chunks, there in a folder that is named after their content.
 */
function numberingPlans(): Plugin {
  const modules = new Map([...splitMetadata(metadata, examples)].map(([name, plan]) => [`${name}.js`, toModule(plan)]))
  for (const [main, ...others] of Object.values(metadata.country_calling_codes))
    for (const name of others) modules.set(`${name}.js`, `export {default} from './${main}.js'\n`)
  const hash = hashOf(modules.values())
  // The package's own way to a plan: bundlers follow names that are written out, and no others.
  const index = [...modules.keys()].map(name => `'${name.replace('.js', '')}': () => import('./${name}'),\n`)
  const tables = {
    'calling-codes': {code: `export default '${toCallingCodeTable(metadata)}'\n`, type: 'string'},
    index: {
      code: `export default {\n${index.join('')}}\n`,
      type: "Record<string, () => Promise<{default: import('../split.ts').Plan}>>",
    },
  }
  return {
    name: 'numbering-plans',
    enforce: 'pre',
    buildStart() {
      const folder = fileURLToPath(new URL('src/contact/phone/plans/', import.meta.url))
      mkdirSync(folder, {recursive: true})
      for (const [name, code] of modules) writeFileSync(folder + name, code)
      for (const [name, {code, type}] of Object.entries(tables)) {
        writeFileSync(`${folder}${name}.js`, code)
        writeFileSync(`${folder}${name}.d.ts`, `declare const table: ${type}\nexport default table\n`)
      }
    },
    transform(_code, id) {
      if (!id.endsWith('/src/contact/phone/load-plan.ts')) return null
      return `export const loadPlan = name => import(/* @vite-ignore */ \`./chunks/plans-${hash}/\${name}.js\`).then(module => module.default)`
    },
    generateBundle() {
      for (const [name, source] of modules) {
        this.emitFile({type: 'asset', fileName: `chunks/plans-${hash}/${name}`, source})
        this.emitFile({type: 'asset', fileName: `contact/phone/plans/${name}`, source})
      }
      for (const [name, {code: source}] of Object.entries(tables))
        this.emitFile({type: 'asset', fileName: `contact/phone/plans/${name}.js`, source})
    },
  }
}

/**
 * Writes every language but English as one module in a folder that is named after their content, and has the script
 * tag's first file name them by that folder and their tags alone.
 */
async function languageFiles(): Promise<Plugin> {
  const modules = await Promise.all(
    languages.map(async name => [`${name}.js`, toModule((await loadMessages(name)).default)] as const),
  )
  const folder = `chunks/words-${hashOf(modules.map(([, code]) => code))}`
  return {
    name: 'language-files',
    enforce: 'pre',
    transform(_code, id) {
      if (!id.endsWith('/src/messages/load-messages.ts')) return null
      return `export const languages = '${languages.join(' ')}'.split(' ')
        export const loadMessages = language => import(/* @vite-ignore */ \`./${folder}/\${language}.js\`)`
    },
    generateBundle() {
      for (const [name, source] of modules) this.emitFile({type: 'asset', fileName: `${folder}/${name}`, source})
    },
  }
}

/** Copies what types the tag in frameworks' templates: tsc writes the types of modules, and these have none. */
function typeEntries(): Plugin {
  return {
    name: 'type-entries',
    generateBundle() {
      for (const file of globSync('src/types/*.d.ts'))
        this.emitFile({type: 'asset', fileName: relative('src', file), source: readFileSync(file, 'utf8')})
    },
  }
}

function hashOf(texts: Iterable<string>): string {
  return createHash('sha256')
    .update([...texts].join(''))
    .digest('hex')
    .slice(0, 8)
}

/** As JSON, without the quotes that a module's keys can do without. */
function toModule(plan: object): string {
  return `export default ${JSON.stringify(plan).replace(/(?<=[{,])"(\w+)":/g, (_quoted, key: string) => `${key}:`)}\n`
}
