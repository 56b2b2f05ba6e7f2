/**
 * The wording that a consent slot shows, slotted or built in, on one line. Each link in it or beside it is followed by its
 * URL in brackets. Undefined if the form does not show that consent.
 */
export function toConsentText(root: ParentNode, name: string): string | undefined {
  const slot = root.querySelector<HTMLSlotElement>(`slot[name=${name}]`)
  if (!slot) return undefined
  const wording = slot.assignedNodes({flatten: true}).map(readText)
  const links = [...slot.closest('[part~=consent-text]')!.querySelectorAll('a')].map(link => ` ${readText(link)}`)
  return [...wording, ...links].join('').replace(/\s+/g, ' ').trim()
}

function readText(node: Node): string {
  if (node instanceof Text) return node.data
  if (!(node instanceof Element)) return ''
  const {display} = getComputedStyle(node)
  if (display === 'none') return ''
  const gap = /^(?:inline|contents)/.test(display) && node.localName !== 'br' ? '' : ' '
  const text = gap + [...node.childNodes].map(readText).join('') + gap
  return node instanceof HTMLAnchorElement && node.href ? `${text} (${node.href})` : text
}
