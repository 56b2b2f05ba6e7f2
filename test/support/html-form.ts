import {parse, type DefaultTreeAdapterTypes} from 'parse5'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** A page with a form, as a browser without JavaScript reads it. */
export interface HtmlForm {
  title: string
  heading: string
  /** The text outside the form. */
  text: string
  /** Undefined if the page has no form. */
  action: string | undefined
  /** What the browser would post: what is filled in, chosen and ticked. */
  values: Record<string, string>
  /** Options of a select by its name. */
  options(name: string): string[]
  /** The text that describes a control: its hint and its error. */
  describe(name: string): string
  /** The name of the control with the focus. */
  focused: string | undefined
  /** The texts of the style elements. */
  styles: string[]
  /** The names of all elements. */
  tags: ReadonlySet<string>
}

export function readHtmlForm(html: string): HtmlForm {
  const elements = findElements(parse(html))
  const form = elements.find(({tagName}) => tagName === 'form')
  const controls = (form ? findElements(form) : []).filter(
    element => ['input', 'select', 'textarea'].includes(element.tagName) && attribute(element, 'form') === undefined,
  )
  const find = (name: string) => controls.find(control => attribute(control, 'name') === name)!
  const outside = (tag: string) => textOf(elements.find(({tagName}) => tagName === tag)!)
  return {
    title: outside('title'),
    heading: outside('h1'),
    text: elements
      .filter(({tagName}) => /^(?:p|li)$/.test(tagName))
      .filter(element => !form || !findElements(form).includes(element))
      .map(textOf)
      .join('\n'),
    action: form && attribute(form, 'action'),
    values: Object.fromEntries(controls.flatMap(toEntry)),
    options: name => optionsOf(find(name)).map(option => attribute(option, 'value')!),
    describe: name =>
      (attribute(find(name), 'aria-describedby') ?? '')
        .split(' ')
        .map(id => textOf(elements.find(element => attribute(element, 'id') === id)!))
        .join(' ')
        .trim(),
    focused: attribute(
      controls.find(control => attribute(control, 'autofocus') !== undefined)!,
      'name',
    ),
    styles: elements.filter(({tagName}) => tagName === 'style').map(textOf),
    tags: new Set(elements.map(({tagName}) => tagName)),
  }
}

function toEntry(control: Element): [string, string][] {
  const name = attribute(control, 'name')
  if (!name) return []
  if (control.tagName === 'textarea') return [[name, textOf(control).replaceAll('\n', '\r\n')]]
  if (control.tagName === 'select') {
    const options = optionsOf(control)
    const chosen = options.find(option => attribute(option, 'selected') !== undefined) ?? options[0]!
    return [[name, attribute(chosen, 'value')!]]
  }
  if (attribute(control, 'type') !== 'checkbox') return [[name, attribute(control, 'value') ?? '']]
  return attribute(control, 'checked') === undefined ? [] : [[name, 'on']]
}

const optionsOf = (select: Element) => findElements(select).filter(({tagName}) => tagName === 'option')

const attribute = (element: Element | undefined, name: string) =>
  element?.attrs.find(attribute => attribute.name === name)?.value

/** All elements below a node in their order, those of templates included. */
export function findElements(node: Node): Element[] {
  const children = 'content' in node ? node.content.childNodes : 'childNodes' in node ? node.childNodes : []
  return children.flatMap(child => ('tagName' in child ? [child, ...findElements(child)] : []))
}

function textOf(node: Node | undefined): string {
  if (!node) return ''
  if ('value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}
