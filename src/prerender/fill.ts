import {defaultTreeAdapter as tree, parseFragment, type DefaultTreeAdapterTypes} from 'parse5'
import type {Fragment} from './light-dom.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** Values by control name; a box is ticked or not. */
export type Values = Readonly<Record<string, string | boolean>>

/**
 * Parses rendered HTML and puts values into its controls, and the focus into the first of the controls named `invalid`. Templates
 * never write values, since those are the visitor's.
 */
export function fill(html: string, values: Values, invalid: readonly string[]): Fragment {
  const fragment = parseFragment(html)
  const controls = findControls(fragment)
  for (const control of controls) {
    const value = values[nameOf(control)]
    if (value !== undefined && attributeOf(control, 'type') !== 'hidden') setValue(control, value)
  }
  const first = controls.find(control => invalid.includes(nameOf(control)))
  if (first) setAttribute(first, 'autofocus', '')
  return fragment
}

const attributeOf = ({attrs}: Element, name: string) => attrs.find(attribute => attribute.name === name)?.value
const nameOf = (control: Element) => attributeOf(control, 'name')!

/** The controls of the form, in order; one with an attribute `form` belongs to none. */
function findControls(node: Node): Element[] {
  if (!('childNodes' in node)) return []
  const isControl =
    tree.isElementNode(node) &&
    ['input', 'select', 'textarea'].includes(node.tagName) &&
    attributeOf(node, 'name') !== undefined &&
    attributeOf(node, 'form') === undefined
  return isControl ? [node] : node.childNodes.flatMap(findControls)
}

function setValue(control: Element, value: string | boolean): void {
  if (attributeOf(control, 'type') === 'checkbox') {
    if (value === true) setAttribute(control, 'checked', '')
  } else if (control.tagName === 'textarea')
    tree.insertText(control, `\n${value}`) // a browser drops the first line break
  else if (control.tagName === 'select') select(control, String(value))
  else setAttribute(control, 'value', String(value))
}

function select(node: Node, value: string): void {
  if (!('childNodes' in node)) return
  for (const child of node.childNodes)
    if (tree.isElementNode(child) && attributeOf(child, 'value') === value) setAttribute(child, 'selected', '')
    else select(child, value)
}

function setAttribute({attrs}: Element, name: string, value: string): void {
  const attribute = attrs.find(attribute => attribute.name === name)
  if (attribute) attribute.value = value
  else attrs.push({name, value})
}
