import {prerenderShadowSync} from 'contact-signup/prerender'
import {createElement, type ReactElement, type ReactNode} from 'react'
import {wordsOf} from '../messages/all-messages.ts'
import {toSlots} from './slots.ts'

/** What the tag is rendered with: its attributes, its children, and the URL of its style sheet. */
export interface TagContent {
  attributes: Readonly<Record<string, unknown>>
  children: ReactNode
  stylesheet: string | undefined
}

/**
 * The tag's first child on a server: the template of its shadow root, which the browser's parser takes out of the page
 * again. None without `lang`: a component cannot see the page's language, and a form in another would flash.
 */
export function renderTemplate({attributes, children, stylesheet}: TagContent): ReactElement | undefined {
  const {lang} = attributes
  const slots = toSlots(children)
  if (typeof document !== 'undefined' || typeof lang !== 'string' || slots === undefined) return undefined
  const __html = prerenderShadowSync({attributes: pickAttributes(attributes), slots, stylesheet}, wordsOf(lang))
  return createElement('template', {shadowrootmode: 'open', dangerouslySetInnerHTML: {__html}})
}

/** Not React's own props, such as `style`. */
function pickAttributes(attributes: TagContent['attributes']): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      (entry): entry is [string, string | boolean] => typeof entry[1] === 'string' || typeof entry[1] === 'boolean',
    ),
  )
}
