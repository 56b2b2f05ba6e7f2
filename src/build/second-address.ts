import type {Plugin} from 'vite'

/** Holds the copies of the late chunks, beside the folder `chunks`: a content blocker may block a folder by its name. */
const folder = 'retry'

/**
 * Emits each late chunk a second time, at another address, from which a dynamic import that failed is tried again.
 * Firefox keeps a failed module as long as the page is open, with all modules that import it statically: so a query would
 * not be enough. Within each of the two folders the chunks import one another; both import the same entry.
 *
 * After a failure, a page may have modules of both folders. That is safe as long as what they share is in the entry, and
 * as long as the parts use each other's objects by their methods alone: a class is then checked with `instanceof` only by
 * the chunk that defines it, as for `Problem` in the session, and what a late module keeps for itself (the countries'
 * names, the settings of zod) is a cache or a constant, which a second copy creates again.
 */
export function secondAddress(): Plugin {
  return {
    name: 'second-address',
    renderChunk: code => ({code: retryImports(code), map: null}),
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk' && file.fileName.startsWith('chunks/'))
          this.emitFile({type: 'asset', fileName: file.fileName.replace('chunks', folder), source: toCopy(file.code)})
    },
  }
}

const dynamicImport = /\bimport\("(\.\/(?:chunks\/)?)([^"]+)"\)/g

/**
 * Adds a second try to each import of a chunk, by the entry or by another chunk. Without a network there is no second
 * try: Firefox would then keep the failure of both addresses. Keeps the lines, so the source map stays true to them.
 */
export function retryImports(code: string): string {
  return code.replace(dynamicImport, (first, path: string, file: string) => {
    const second = `${path === './' ? '../' : './'}${folder}/${file}`
    return `${first}.catch((error) => { if (navigator.onLine) return import("${second}"); throw error; })`
  })
}

/** The copy of a chunk: its second tries, and its source map, are in the folder of the chunk. */
export function toCopy(code: string): string {
  return code
    .replaceAll(`../${folder}/`, '../chunks/')
    .replace(/(?<=\/\/# sourceMappingURL=)(?=[\w.-]+\s*$)/, '../chunks/')
}
