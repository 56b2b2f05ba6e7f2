import {minifyHTMLLiterals} from 'minify-literals'
import type {Plugin} from 'vite'

/** Minifies the element's style sheets and templates: `css` and `html` literals, whose text no minifier of JavaScript changes. */
export function minifyLiterals(): Plugin {
  return {
    name: 'minify-literals',
    enforce: 'pre',
    transform: (code, id) => (/\/src\/(?:element|prerender)\/.*\.ts$/.test(id) ? minifyModule(code, id) : null),
  }
}

/** Returns null for a module without such literals. */
export async function minifyModule(code: string, fileName: string): Promise<{code: string; map: string} | null> {
  if (!/\b(?:html|css) ?`/.test(code)) return null
  const minified = await minifyHTMLLiterals(code, {
    fileName,
    minifyOptions: {
      // White space becomes one space but is never removed: between inline elements and slots, it is seen.
      conservativeCollapse: true,
      removeAttributeQuotes: true,
      removeEmptyAttributes: false, // an empty `lang` or `value` has a meaning
    },
  })
  return minified && {code: minified.code, map: String(minified.map)}
}
