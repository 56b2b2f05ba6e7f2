import type {Plugin} from 'vite'

/**
 * Lets `for…in` loops of the libraries, and of the bundler's own helper, walk own properties only. Some libraries of pages
 * add enumerable properties to `Object.prototype`, and zod throws when it meets one.
 */
export function ownProperties(): Plugin {
  return {
    name: 'own-properties',
    renderChunk: code => ({code: toOwn(code), map: null}),
  }
}

const loop = /\bfor ?\((const|let|var) (\w+) in ([\w$.[\]]+)\)/g

/** Keeps the lines, so the source map stays true to them. */
export const toOwn = (code: string): string => code.replace(loop, 'for ($1 $2 of Object.keys($3))')
