import {defineConfig} from 'vite'
import {languageFiles} from './src/build/languages.ts'
import {licences, licencesFile} from './src/build/licences.ts'
import {minifyLiterals} from './src/build/minify-literals.ts'
import {ownProperties} from './src/build/own-properties.ts'
import {numberingPlans} from './src/build/plans.ts'
import {secondAddress} from './src/build/second-address.ts'
import manifest from './package.json' with {type: 'json'}

const banner = `/*! ${manifest.name} ${manifest.version} | ${manifest.license} | licences: ${licencesFile} */`

/** Builds the file for a script tag, with the chunks it loads late. The modules of the package are built by tsc. */
export default defineConfig({
  publicDir: false,
  plugins: [minifyLiterals(), numberingPlans(), languageFiles(), ownProperties(), secondAddress(), licences()],
  build: {
    target: 'es2022', // what Safari 15 lacks of it, a test refuses: 'safari15' replaces all class fields, which takes 1 kB
    sourcemap: true,
    // As a library: no helpers that preload style sheets, of which there are none.
    lib: {entry: {'contact-signup': 'src/script.ts'}, formats: ['es']},
    rolldownOptions: {
      checks: {pluginTimings: false},
      // The late chunks take what they share from the entry, so that the first bytes are one file.
      preserveEntrySignatures: 'allow-extension',
      output: {
        minify: true,
        comments: false,
        postBanner: chunk => (chunk.isEntry ? banner : ''),
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'interaction',
              // A chunk is a folder. Modules that several chunks share come with the first of them, not in chunks of their own.
              test: /\/element\/interaction\/|contact\/(?:within|max-lengths)|calling-codes|phone\/typed|messages\/format|en\.hints/,
            },
          ],
        },
      },
    },
  },
})
