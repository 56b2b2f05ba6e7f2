import {parse, parseFragment, type DefaultTreeAdapterTypes} from 'parse5'

type Node = DefaultTreeAdapterTypes.Node
export type Element = DefaultTreeAdapterTypes.Element

/** A prerendered tag, as a browser parses its HTML. */
export interface ParsedTag {
  /** The nodes beside the tag. Empty if nothing has broken out of it. */
  outside: readonly Node[]
  attributes: Record<string, string>
  /** All elements of the shadow root, in order. */
  shadow: readonly Element[]
  /** All elements of the light DOM, in order. */
  light: readonly Element[]
  /** Controls of the form, by name. */
  controls: Record<string, Element>
  /** The first element of the shadow root with this part. */
  part(name: string): Element | undefined
}

export function parseTag(html: string): ParsedTag {
  const {childNodes} = parseFragment(html)
  const tag = childNodes.find(node => node.nodeName === 'contact-signup') as Element
  const template = tag.childNodes.find(node => node.nodeName === 'template') as DefaultTreeAdapterTypes.Template
  const shadow = elementsIn(template.content)
  const controls = shadow.filter(
    element => /^(?:input|select|textarea)$/.test(element.tagName) && attributeOf(element, 'form') === undefined,
  )
  return {
    outside: childNodes.filter(node => node !== tag),
    attributes: attributesOf(tag),
    shadow,
    light: tag.childNodes.filter(node => node !== template).flatMap(withElementsIn),
    controls: Object.fromEntries(controls.map(control => [attributeOf(control, 'name'), control])),
    part: name => shadow.find(element => attributeOf(element, 'part')?.split(' ').includes(name)),
  }
}

/** All elements of a page or of a fragment, those in templates included, in their order. */
export const elementsOf = (html: string): Element[] => elementsIn(parse(html))

export function elementsIn(node: Node): Element[] {
  const children = 'content' in node ? node.content.childNodes : 'childNodes' in node ? node.childNodes : []
  return children.flatMap(withElementsIn)
}

const withElementsIn = (node: Node): Element[] => ('tagName' in node ? [node, ...elementsIn(node)] : [])

export const attributesOf = ({attrs}: Element): Record<string, string> =>
  Object.fromEntries(attrs.map(({name, value}) => [name, value]))

export const attributeOf = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find(attribute => attribute.name === name)?.value

export function textOf(node: Node | undefined): string {
  if (!node) return ''
  if ('value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}

/** Values and texts of a select's options. */
export const optionsOf = (select: Element | undefined): [value: string, text: string][] =>
  select ? elementsIn(select).map(option => [attributeOf(option, 'value')!, textOf(option)]) : []

/** The value of the option that a browser chooses. */
export function selectedOf(select: Element | undefined): string | undefined {
  const options = select ? elementsIn(select) : []
  const selected = options.findLast(option => attributeOf(option, 'selected') !== undefined) ?? options[0]
  return attributeOf(selected, 'value')
}
