import {resolve} from 'node:path'
import type {InlineConfig, Plugin} from 'vite'
import {licences} from './licences.ts'
import {minifyLiterals} from './minify-literals.ts'

/**
 * Bundles what prerenders with Lit's server build and its parser, so that it runs wherever there are Web standards: bundlers
 * for edge runtimes would else choose Lit's browser build, which needs a document.
 */
export function prerenderBundle(): InlineConfig {
  return {
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: {'process.env.NODE_ENV': '"production"'},
    // Its build for Node imports a module of Node.
    resolve: {
      alias: [{find: /^@lit-labs\/ssr-client$/, replacement: resolve('node_modules/@lit-labs/ssr-client/index.js')}],
    },
    plugins: [minifyLiterals(), packageMessages(), licences()],
    ssr: {noExternal: true},
    build: {
      ssr: 'src/prerender/index.ts',
      outDir: 'dist/prerender',
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      rolldownOptions: {output: {entryFileNames: 'index.js', chunkFileNames: '[name].js'}},
    },
  }
}

/** Leaves the languages to the modules of the package, which load one at a time. */
function packageMessages(): Plugin {
  return {
    name: 'package-messages',
    enforce: 'pre',
    resolveId: id =>
      id.endsWith('/load-messages.ts') ? {id: '../messages/load-messages.js', external: true} : undefined,
  }
}
