import {createCompilerHost, formatDiagnostics, performCompilation, readConfiguration} from '@angular/compiler-cli'
import linker from '@angular/compiler-cli/linker/babel'
import {transformAsync} from '@babel/core'
import {defineConfig, type Plugin} from 'vite'

export default defineConfig({plugins: [compile(), link()]})

/** Compiles ahead of time, like ngc, but into memory. */
function compile(): Plugin {
  const compiled = new Map<string, string>()
  return {
    name: 'angular-compile',
    buildStart() {
      const {options} = readConfiguration(import.meta.dirname, {noEmit: false, allowImportingTsExtensions: false})
      const host = createCompilerHost({options})
      host.writeFile = (file, text) => compiled.set(file.replace(/\.js$/, '.ts'), text)
      const {diagnostics} = performCompilation({rootNames: [`${import.meta.dirname}/main.ts`], options, host})
      if (diagnostics.length > 0) this.error(formatDiagnostics(diagnostics))
    },
    load: id => compiled.get(id),
  }
}

/** Angular's own packages are published partially compiled; this finishes their compilation. */
function link(): Plugin {
  return {
    name: 'angular-link',
    async transform(code, id) {
      if (!/\/@angular\/.*\.mjs$/.test(id) || !code.includes('ɵɵngDeclare')) return null
      const linked = await transformAsync(code, {filename: id, plugins: [linker], babelrc: false, configFile: false, compact: false})
      return linked?.code ?? null
    },
  }
}
