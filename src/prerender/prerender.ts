import {parseFragment, serializeOuter} from 'parse5'
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
  return renderContent(readOptions(options))
}

export async function renderTag(options: ReadOptions): Promise<string> {
  const element = createElement('contact-signup', options.attributes)
  const template = createTemplate({shadowrootmode: 'open'}, parseFragment(await renderContent(options)))
  element.childNodes.push(template)
  moveAll(options.lightDom, element)
  return serializeOuter(element)
}

async function renderContent({prerendered, stylesheet}: ReadOptions): Promise<string> {
  const styles = stylesheet
    ? serializeOuter(createElement('link', {rel: 'stylesheet', href: stylesheet}))
    : `<style>${prerenderedStyles}</style>`
  return styles + renderShadow(prerendered, await loadWords(prerendered.lang))
}
