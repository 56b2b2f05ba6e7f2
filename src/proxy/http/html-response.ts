import {isRightToLeft} from '../../messages/direction.ts'
import type {ProxyResponse} from './exchange.ts'
import {toProblem} from './json-response.ts'
import {loadPageWords, toErrorTexts, toFailureText} from './page-words.ts'

/** The page holds text only: it may not run scripts, load, post or be framed. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** Turns a receipt into what a browser shows: a page in the form's language, or a redirect to the operator's page. */
export async function toSuccessPage(
  receipt: ProxyResponse,
  language: string,
  successUrl: string | undefined,
): Promise<ProxyResponse> {
  const {'content-type': _json, ...headers} = receipt.headers
  if (successUrl) return {status: 303, headers: {...headers, location: successUrl}}
  const {tag, words} = await loadPageWords(language)
  const body = renderPage(tag, words.success_title, [words.success_text])
  return {...receipt, headers: {...headers, ...pageHeaders}, body}
}

/** Turns a problem into what a browser shows: the errors of each field, in the form's language. */
export async function toErrorPage(problem: ProxyResponse, error: unknown, language: string): Promise<ProxyResponse> {
  const {code, issues} = toProblem(error)
  const {tag, words} = await loadPageWords(language)
  const lines = code === 'contact_invalid' && issues ? toErrorTexts(issues, words) : [toFailureText(code, words)]
  return {
    ...problem,
    headers: {...problem.headers, ...pageHeaders},
    body: renderPage(tag, words.summary_title, lines),
  }
}

function renderPage(tag: string, title: string, lines: string[]): string {
  const paragraphs = lines.map(line => `<p>${escape(line)}</p>`).join('')
  return (
    `<!doctype html><html lang="${tag}" dir="${isRightToLeft(tag) ? 'rtl' : 'ltr'}"><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">' +
    `<title>${escape(title)}</title><h1>${escape(title)}</h1>${paragraphs}</html>`
  )
}

const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}
const escape = (text: string): string => text.replace(/[&<>"']/g, character => entities[character]!)
