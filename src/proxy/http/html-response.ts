import type {Issue} from '../../contact/issues.ts'
import type {ProblemCode} from '../../contact/wire.ts'
import {isRightToLeft} from '../../messages/direction.ts'
import english from '../../messages/en.ts'
import {languages, loadMessages} from '../../messages/load-messages.ts'
import type {Messages} from '../../messages/messages.ts'
import type {ProxyResponse} from './exchange.ts'
import {toProblem} from './json-response.ts'

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
  const {tag, words} = await loadWords(language)
  const body = renderPage(tag, words.success_title, [words.success_text])
  return {...receipt, headers: {...headers, ...pageHeaders}, body}
}

/** Turns a problem into what a browser shows: the errors of each field, in the form's language. */
export async function toErrorPage(problem: ProxyResponse, error: unknown, language: string): Promise<ProxyResponse> {
  const {code, issues} = toProblem(error)
  const {tag, words} = await loadWords(language)
  const lines =
    code === 'contact_invalid' && issues
      ? [...new Set(issues.map(issue => toFieldError(issue, words)))]
      : [toFailure(code, words)]
  return {
    ...problem,
    headers: {...problem.headers, ...pageHeaders},
    body: renderPage(tag, words.summary_title, lines),
  }
}

function toFailure(code: ProblemCode, words: Messages): string {
  if (code === 'rate_limited') return words.failed_limited
  return code === 'refused' ? words.failed_refused : words.failed_unavailable
}

/** Names a field by its label only: the field name in the request is untrusted text. */
function toFieldError({field, code}: Issue, words: Messages): string {
  const name = field.startsWith('phone') ? 'phone' : field
  const label = Object.hasOwn(words, name) ? words[name as keyof Messages] : undefined
  const text = words[`error_${code}` as keyof Messages] ?? words.error_invalid
  if (typeof text !== 'string' || (typeof label !== 'string' && text.includes('{label}'))) return words.failed_refused
  return text.replace('{label}', String(label))
}

/** The first language tag of an `Accept-Language` header or of `consent.lang`; empty if there is none. */
export function readLanguage(value: unknown): string {
  return typeof value === 'string' ? (/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}(?![a-z0-9-])/i.exec(value)?.[0] ?? '') : ''
}

/** Loads the messages of a tag, else of its primary language, else English. */
async function loadWords(language: string): Promise<{tag: string; words: Messages}> {
  const lower = language.toLowerCase()
  const tag = [lower, lower.split('-')[0]!].find(tag => languages.includes(tag))
  return tag ? {tag, words: await loadMessages(tag).then(module => module.default)} : {tag: 'en', words: english}
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
