/** Copies an element's text. Where the browser does not allow it, selects the text for the visitor to copy. */
export async function copyText(element: Element): Promise<'copied' | 'selected'> {
  if (await writeClipboard(element.textContent ?? '')) return 'copied'
  getSelection()?.selectAllChildren(element)
  return 'selected'
}

/** Whether the browser has taken the text. It refuses without HTTPS, without permission, and in some frames. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
