import {ownControls, type Control} from '../interaction/controls.ts'

/** Values by name: text as typed, boxes as booleans. */
export function readValues(root: ParentNode): Record<string, unknown> {
  return Object.fromEntries(ownControls(root).map(control => [control.name, valueOf(control)]))
}

/** What is typed, or whether the box is ticked. */
export function valueOf(control: Control): string | boolean {
  return control.type === 'checkbox' ? (control as HTMLInputElement).checked : control.value
}

/** Ties a control to the hint and to the complaint of its field, where there are some. */
export function describe(control: Control, isWrong: boolean, field = control.name): void {
  const root = control.getRootNode() as ShadowRoot // the form is never drawn outside one
  const ids = ['hint', 'error', 'suggestion']
    .map(kind => `${field}-${kind}`)
    .filter(id => root.getElementById(id)?.matches('[part~=hint], :not(:empty)'))
  if (ids.length > 0) control.setAttribute('aria-describedby', ids.join(' '))
  else control.removeAttribute('aria-describedby')
  control.ariaInvalid = String(isWrong)
}

/**
 * The wording that a consent slot shows, slotted or built in, with its white space as a reader sees it; each link in it
 * or beside it is followed by where it leads, in brackets.
 */
export function readWording(root: ParentNode, name: string): string | undefined {
  const slot = root.querySelector<HTMLSlotElement>(`slot[name=${name}]`)
  if (!slot) return undefined
  const assigned = slot.assignedNodes({flatten: true})
  const links = slot.closest('[part=consent-text]')?.querySelectorAll('a') ?? []
  const wording = assigned.length > 0 ? assigned : [...slot.childNodes]
  return [...wording, ...[...links].flatMap(link => [' ', link])].map(readText).join('').replace(/\s+/g, ' ').trim()
}

function readText(node: Node | string): string {
  if (typeof node === 'string') return node
  if (node instanceof HTMLElement && node.matches('script, style, template, [hidden]')) return ''
  if (node instanceof HTMLElement && node.childNodes.length > 0) {
    const text = [...node.childNodes].map(readText).join('')
    return node instanceof HTMLAnchorElement && node.href ? `${text.trim()} (${node.href})` : text
  }
  return node instanceof Comment ? '' : (node.textContent ?? '')
}
