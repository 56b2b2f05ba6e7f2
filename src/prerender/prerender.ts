import {parseFragment, serializeOuter} from 'parse5'
import type {Messages} from '../messages/messages.ts'
import {createElement, createTemplate, moveAll} from './light-dom.ts'
import {readOptions, type PrerenderOptions, type ReadOptions} from './options.ts'
import {prerenderedStyles} from './prerendered.styles.ts'
import {renderShadow} from './render-shadow.ts'
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

export async function renderTag(options: ReadOptions): Promise<string> {
  const element = createElement('contact-signup', options.attributes)
  const content = renderContent(options, await loadWords(options.prerendered.lang))
  const template = createTemplate({shadowrootmode: 'open'}, parseFragment(content))
  element.childNodes.push(template)
  moveAll(options.lightDom, element)
  return serializeOuter(element)
}

function renderContent({prerendered, stylesheet}: ReadOptions, words: Messages): string {
  const styles = stylesheet
    ? serializeOuter(createElement('link', {rel: 'stylesheet', href: stylesheet}))
    : `<style>${prerenderedStyles}</style>`
  return styles + renderShadow(prerendered, words)
}
