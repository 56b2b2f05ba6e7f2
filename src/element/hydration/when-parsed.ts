/**
 * Resolves when the browser has parsed the whole of a prerendered form. An async script may run while the page is still coming
 * in, and the parser would put the rest of the form beside what was hydrated.
 */
export async function whenParsed(root: ShadowRoot): Promise<void> {
  const {ownerDocument: document} = root
  if (isWhole(root) || document.readyState !== 'loading') return
  await new Promise<void>(resolve => {
    const end = () => {
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(() => isWhole(root) && end())
    observer.observe(root, {childList: true})
    document.addEventListener('readystatechange', end, {once: true}) // of HTML without comments, or that was cut off
  })
}

/** Whether a root has the comment that ends what Lit has rendered. */
export const isWhole = (root: ShadowRoot): boolean =>
  [...root.childNodes].some(node => node instanceof Comment && node.data === '/lit-part')
