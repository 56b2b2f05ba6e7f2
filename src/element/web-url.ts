/**
 * Reads the URL that a page's author wrote; undefined for anything but http(s), above all `javascript:`.
 * @param base the element's `baseURI`; `document.baseURI` can be hidden by an image of that name
 */
export function toWebUrl(text: string, base: string): URL | undefined {
  try {
    const url = new URL(text, base)
    return text && /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}
