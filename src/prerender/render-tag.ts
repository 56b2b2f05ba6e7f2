import {parseFragment, serializeOuter} from 'parse5'
import type {Messages} from '../messages/messages.ts'
import {createElement, createTemplate, moveAll} from './light-dom.ts'
import {prerenderedStyles} from './prerendered.styles.ts'
import type {ReadOptions} from './read-options.ts'
import {renderShadow} from './render-shadow.ts'
import {loadWords} from './words.ts'

/** The tag with its content. */
export async function renderTag(options: ReadOptions): Promise<string> {
  const element = createElement('contact-signup', options.attributes)
  const content = renderContent(options, await loadWords(options.prerendered.lang))
  const template = createTemplate({shadowrootmode: 'open'}, parseFragment(content))
  element.childNodes.push(template)
  moveAll(options.lightDom, element)
  return serializeOuter(element)
}

/** The content of the shadow root. */
export function renderContent({prerendered, stylesheet}: ReadOptions, words: Messages): string {
  const styles = stylesheet
    ? serializeOuter(createElement('link', {rel: 'stylesheet', href: stylesheet}))
    : `<style>${prerenderedStyles}</style>`
  return styles + renderShadow(prerendered, words)
}
