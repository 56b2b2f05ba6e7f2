import {defaultTreeAdapter as tree, parse, type DefaultTreeAdapterTypes} from 'parse5'
import type {PrerenderOptions} from './options.ts'
import {readOptions} from './read-options.ts'
import {renderTag} from './render-tag.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** A tag in the source of a page. */
interface Tag {
  attributes: Record<string, string>
  /** BCP 47 tag of the nearest `lang`. */
  lang: string
  slots: string
  start: number
  end: number
}

/**
 * Prerenders every `<contact-signup>` in an HTML page, in the language of the page, and leaves the rest as it is. A tag stays if
 * it is prerendered already, has no end tag, or is in a template. Throws a TypeError if the page is no string.
 */
export async function prerenderPage(html: string, options: Pick<PrerenderOptions, 'stylesheet'> = {}): Promise<string> {
  if (typeof html !== 'string') throw new TypeError('prerenderPage: html: expected the HTML of a page as a string')
  // In the order of the source: what a table cannot contain comes before it in the tree.
  const tags = findTags(parse(html, {sourceCodeLocationInfo: true}), html).sort((a, b) => a.start - b.start)
  const rendered = await Promise.all(
    tags.map(({attributes, lang, slots}) => renderTag(readOptions({...options, attributes, slots}, lang || undefined))),
  )
  let page = ''
  let end = 0
  for (const [index, tag] of tags.entries()) {
    page += html.slice(end, tag.start) + rendered[index]!
    end = tag.end
  }
  return page + html.slice(end)
}

function findTags(node: Node, html: string, lang = ''): Tag[] {
  if (!('childNodes' in node)) return []
  const own = tree.isElementNode(node) ? (attributesOf(node).lang ?? lang) : lang
  if (!tree.isElementNode(node) || node.tagName !== 'contact-signup')
    return node.childNodes.flatMap(child => findTags(child, html, own))
  const {startTag, endTag} = node.sourceCodeLocation ?? {}
  const slots = startTag && endTag ? html.slice(startTag.endOffset, endTag.startOffset) : ''
  if (!startTag || !endTag || isPrerendered(node)) return []
  return [{attributes: attributesOf(node), lang: own, slots, start: startTag.startOffset, end: endTag.endOffset}]
}

const isPrerendered = ({childNodes}: Element): boolean =>
  childNodes.some(child => child.nodeName === 'template' && 'shadowrootmode' in attributesOf(child as Element))

const attributesOf = ({attrs}: Element): Record<string, string> =>
  Object.fromEntries(attrs.map(({name, value}) => [name, value]))
