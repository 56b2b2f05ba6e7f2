/**
 * The wording that a consent slot shows, slotted or built in, with its white space as a reader sees it. Each link in it
 * or beside it is followed by its URL in brackets.
 */
export function readConsentText(root: ParentNode, name: string): string | undefined {
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
