import {globSync, readFileSync} from 'node:fs'
import {relative} from 'node:path'
import {brotliCompressSync} from 'node:zlib'
import {minifyHTMLLiterals} from 'minify-literals'
import {minify} from 'terser'
import {defineConfig, type Plugin} from 'vite'
import {languageFiles} from './src/build/languages.ts'
import {numberingPlans} from './src/build/plans.ts'

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
