import {isRightToLeft} from '../../messages/direction.ts'

/** A page that a browser shows in response to a form without JavaScript. All text is untrusted. */
export interface HtmlPage {
  /** BCP 47 tag of its language, one that the proxy knows. */
  lang: string
  title: string
  heading: string
  /** Paragraphs, or what to correct, as a list. */
  lines: readonly string[]
  isList?: boolean
}

/** Renders a page. It runs no script, loads nothing, and cannot be framed. */
export async function renderPage(page: HtmlPage): Promise<{headers: Record<string, string>; body: string}> {
  const {lang, title, heading, lines, isList} = page
  const [list, item] = isList ? ['ul', 'li'] : ['div', 'p']
  const items = lines.map(line => `<${item}>${escape(line)}</${item}>`).join('')
  const body =
    `<!doctype html><html lang="${lang}" dir="${isRightToLeft(lang) ? 'rtl' : 'ltr'}"><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">' +
    `<title>${escape(title)}</title><style>${styles}</style>` +
    `<main><h1>${escape(heading)}</h1><${list}>${items}</${list}></main></html>`
  const policy = [
    "default-src 'none'",
    `style-src ${await toSource(styles)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
    },
    body,
  }
}

const styles =
  'body{margin:0;font:1rem/1.5 system-ui,sans-serif}' +
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
const escape = (text: string): string => text.replace(/[&<>"']/g, character => entities[character]!)
