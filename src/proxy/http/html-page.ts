import {isRightToLeft} from '../../messages/direction.ts'

/** A page that a browser shows in response to a form without JavaScript. All text is untrusted; HTML is not. */
export interface HtmlPage {
  /** BCP 47 tag of its language, one that the proxy knows. */
  lang: string
  title: string
  heading: string
  /** Paragraphs, or what to correct, as a list. */
  lines: readonly string[]
  isList?: boolean
  /** Follows the lines. */
  form?: {html: string; styles: string} | undefined
  /** Where the form may be redirected. */
  successUrl?: string | undefined
}

/** Renders a page. It runs no script, loads nothing, cannot be framed, and posts to its own origin only. */
export async function renderPage(page: HtmlPage): Promise<{headers: Record<string, string>; body: string}> {
  const {lang, title, heading, lines, isList, form} = page
  const [list, item] = isList ? ['ul', 'li'] : ['div', 'p']
  const items = lines.map(line => `<${item}>${escapeHtml(line)}</${item}>`).join('')
  const body =
    `<!doctype html><html lang="${lang}" dir="${isRightToLeft(lang) ? 'rtl' : 'ltr'}"><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">' +
    `<title>${escapeHtml(title)}</title><style>${styles}</style>` +
    `<main><h1>${escapeHtml(heading)}</h1><${list}>${items}</${list}>${form?.html ?? ''}</main></html>`
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': await toPolicy(page),
      // A form of this page posts its origin: without a referrer browsers would send `Origin: null`.
      'referrer-policy': form ? 'same-origin' : 'no-referrer',
    },
    body,
  }
}

/** A browser applies `form-action` to the redirect after a post as well. */
async function toPolicy({form, successUrl}: HtmlPage): Promise<string> {
  const sources = await Promise.all([styles, ...(form ? [form.styles] : [])].map(toSource))
  const targets = form ? ["'self'", ...(successUrl ? [new URL(successUrl).origin] : [])] : ["'none'"]
  return [
    "default-src 'none'",
    `style-src ${sources.join(' ')}`,
    "base-uri 'none'",
    `form-action ${targets.join(' ')}`,
    "frame-ancestors 'none'",
  ].join('; ')
}

const styles =
  'body{margin:0;background:canvas;font:1rem/1.5 system-ui,sans-serif}' +
  'main{max-width:36rem;margin:0 auto;padding:2rem 1rem;overflow-wrap:break-word}' +
  'h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}' +
  'p{margin:0 0 1rem}' +
  'ul{margin:0 0 1.5rem;padding-inline-start:1.25rem}'

/** The source of a style element in a content security policy. */
async function toSource(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}'`
}

const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => entities[character]!)
