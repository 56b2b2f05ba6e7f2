import {defaultTreeAdapter as tree, html, type DefaultTreeAdapterTypes} from 'parse5'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element
export type Fragment = DefaultTreeAdapterTypes.DocumentFragment

const attributeOf = (element: Element, name: string) => element.attrs.find(attribute => attribute.name === name)?.value

/**
 * The text that a page puts into a slot, as `toConsentText` reads it in a browser: on one line, each link followed by its
 * URL in brackets. Undefined if it puts none there.
 */
export function readSlot(lightDom: Fragment, slot: string): string | undefined {
  const slotted = lightDom.childNodes.filter(node => tree.isElementNode(node) && attributeOf(node, 'slot') === slot)
  return slotted.length > 0 ? collapseSpaces(slotted.map(readText).join('')) : undefined
}

/** White space as a reader sees it. */
export const collapseSpaces = (text: string) => text.replace(/\s+/g, ' ').trim()

/** What a browser shows on lines of its own by default. */
const separated = new Set(
  (
    'address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr ' +
    'li main nav ol p pre section table td th tr ul'
  ).split(' '),
)

function readText(node: Node): string {
  if (tree.isTextNode(node)) return node.value
  if (!tree.isElementNode(node)) return ''
  if (['script', 'style', 'template'].includes(node.tagName) || attributeOf(node, 'hidden') !== undefined) return ''
  const gap = separated.has(node.tagName) ? ' ' : ''
  const text = gap + node.childNodes.map(readText).join('') + gap
  const href = node.tagName === 'a' ? attributeOf(node, 'href') : undefined
  return href ? `${text} (${href.trim()})` : text
}

/** Creates an element with these attributes. */
export function createElement(name: string, attributes: Readonly<Record<string, string>>): Element {
  return tree.createElement(
    name,
    html.NS.HTML,
    Object.entries(attributes).map(([name, value]) => ({name, value})),
  )
}

/** Creates a template element with this content. */
export function createTemplate(attributes: Readonly<Record<string, string>>, content: Fragment): Element {
  const template = createElement('template', attributes) as DefaultTreeAdapterTypes.Template
  tree.setTemplateContent(template, content)
  return template
}

/** Moves all nodes of a fragment to the end of an element. */
export function moveAll(fragment: Fragment, parent: Element): void {
  for (let node = tree.getFirstChild(fragment); node; node = tree.getFirstChild(fragment)) {
    tree.detachNode(node)
    tree.appendChild(parent, node)
  }
}
