import {Fragment, isValidElement, type ReactElement, type ReactNode} from 'react'

/** The slots that a prerendered form repeats as text: consent that is recorded, and the label of the button. */
const readSlots = ['terms', 'marketing', 'submit']

/**
 * HTML of the slots whose text a prerendered form needs. Undefined if it is not known, because a component will render it:
 * without it the form would record a consent text that was not shown.
 */
export function toSlots(children: ReactNode): string | undefined {
  if (isEmpty(children) || isText(children)) return ''
  if (Array.isArray(children)) return join(children.map(toSlots))
  if (!isValidElement<Props>(children)) return undefined
  if (children.type === Fragment) return toSlots(children.props.children)
  if (typeof children.type !== 'string') return undefined
  return readSlots.includes(children.props.slot ?? '') ? toHtml(children) : ''
}

interface Props {
  slot?: string
  href?: string
  hidden?: boolean
  children?: ReactNode
  dangerouslySetInnerHTML?: {__html: string}
}

function toHtml(node: ReactNode): string | undefined {
  if (isEmpty(node)) return ''
  if (isText(node)) return escape(String(node))
  if (Array.isArray(node)) return join(node.map(toHtml))
  if (!isValidElement<Props>(node)) return undefined
  if (node.type === Fragment) return toHtml(node.props.children)
  return typeof node.type === 'string' ? elementToHtml(node.type, node) : undefined
}

/** With the attributes that matter for its text. */
function elementToHtml(name: string, {props}: ReactElement<Props>): string | undefined {
  const {slot, href, hidden, children, dangerouslySetInnerHTML} = props
  const attributes = Object.entries({slot, href, hidden: hidden ? '' : undefined}).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${escape(value)}"`],
  )
  const content = dangerouslySetInnerHTML?.__html ?? toHtml(children)
  return content === undefined ? undefined : `<${name}${attributes.join('')}>${content}</${name}>`
}

const isEmpty = (node: ReactNode) => node === undefined || node === null || typeof node === 'boolean'
const isText = (node: ReactNode) => typeof node === 'string' || typeof node === 'number' || typeof node === 'bigint'

const join = (parts: readonly (string | undefined)[]) => (parts.includes(undefined) ? undefined : parts.join(''))

const escape = (text: string) => text.replace(/[&<>"]/g, character => `&#${character.codePointAt(0)};`)
