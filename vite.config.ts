import {minifyHTMLLiterals} from 'minify-literals'
import {defineConfig, type Plugin} from 'vite'

/** Builds the file for a script tag, with the chunks it loads late. The modules of the package are tsc's work. */
export default defineConfig({
  publicDir: false,
  plugins: [minifyTemplates()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['es2022', 'chrome94', 'firefox93', 'safari15.4'],
    modulePreload: false,
    rolldownOptions: {
      input: {'contact-signup': 'src/script.ts'},
      // The late chunks take what they share from the entry, so that the first bytes are one file.
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: 'chunks/[name]-[hash][extname]',
      },
    },
  },
})

/** White space in templates and style sheets is for those who write them. */
function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    enforce: 'pre',
    async transform(code, id) {
      if (!/\/src\/element\/.*\.ts$/.test(id)) return null
      return (await minifyHTMLLiterals(code, {fileName: id}))?.code ?? null
    },
  }
}
