import {serializeOuter} from 'parse5'
import {createElement, createTemplate, moveAll} from './light-dom.ts'
import {readOptions, type PrerenderOptions} from './options.ts'
import {prerenderedStyles} from './prerendered.styles.ts'
import {renderShadow} from './render-shadow.ts'
import {loadWords} from './words.ts'

/**
 * Renders `<contact-signup>` as HTML, with the form in a declarative shadow root: the form shows before its script has
 * loaded, and works without it. The script hydrates it. Throws a TypeError that names an option that is wrong.
 */
export async function prerender(options: PrerenderOptions = {}): Promise<string> {
  const {attributes, lightDom} = readOptions(options)
  const element = createElement('contact-signup', attributes)
  const template = createTemplate({shadowrootmode: 'open'}, await prerenderShadow(options))
  element.childNodes.push(template)
  moveAll(lightDom, element)
  return serializeOuter(element)
}

/** Renders only the content of the shadow root, for frameworks that render the tag themselves. */
export async function prerenderShadow(options: PrerenderOptions = {}): Promise<string> {
  const {prerendered, stylesheet} = readOptions(options)
  const styles = stylesheet
    ? serializeOuter(createElement('link', {rel: 'stylesheet', href: stylesheet}))
    : `<style>${prerenderedStyles}</style>`
  return styles + renderShadow(prerendered, await loadWords(prerendered.lang))
}
