/**
 * An absolute http(s) URL of what a page's author wrote; undefined for whatever else, `javascript:` above all.
 * @param base the form's own `baseURI`: an image of that name on the page takes the document's place of it
 */
export function toWebUrl(text: string, base: string): URL | undefined {
  try {
    const url = new URL(text, base)
    return text && /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}
