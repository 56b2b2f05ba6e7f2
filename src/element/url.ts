/** An absolute http(s) URL of what a page's author wrote; undefined for whatever else, `javascript:` above all. */
export function toWebUrl(text: string): URL | undefined {
  try {
    const url = new URL(text, document.baseURI)
    return text && /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}
