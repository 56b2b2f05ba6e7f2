import type {Messages} from '../messages/messages.ts'
import type {PrerenderOptions} from './options.ts'
import {readOptions} from './read-options.ts'
import {renderContent, renderTag} from './render-tag.ts'
import {loadWords} from './words.ts'

/**
 * Renders `<contact-signup>` as HTML, with the form in a declarative shadow root: the form shows before its script has
 * loaded, and works without it. The script hydrates it. Throws a TypeError that names an option that is wrong.
 */
export async function prerender(options: PrerenderOptions = {}): Promise<string> {
  return renderTag(readOptions(options))
}

/** Renders only the content of the shadow root, for frameworks that render the tag themselves. */
export async function prerenderShadow(options: PrerenderOptions = {}): Promise<string> {
  const read = readOptions(options)
  return renderContent(read, await loadWords(read.prerendered.lang))
}

/** The same at once, with the words of the form's language, for frameworks that render without waiting. */
export function prerenderShadowSync(options: PrerenderOptions, words: Messages): string {
  return renderContent(readOptions(options), words)
}
