import {isRightToLeft} from '../../messages/direction.ts'
import type {Issue} from '../../contact/issues.ts'
import type {ProblemCode} from '../../contact/wire.ts'
import english from '../../messages/en.ts'
import {languages, loadMessages} from '../../messages/load-messages.ts'
import type {Messages} from '../../messages/messages.ts'
import {toProblem} from './json-response.ts'
import type {Reply} from './exchange.ts'

/** Nothing runs, loads, posts or frames: a page of words alone. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** The same answer for a browser that shows it: a page of thanks in the form's language, or the way to the operator's own. */
export async function thankYou(reply: Reply, language: string, successUrl: string | undefined): Promise<Reply> {
  const {'content-type': _json, ...rest} = reply.headers
  if (successUrl) return {status: 303, headers: {...rest, location: successUrl}}
  const {tag, words} = await wordsOf(language)
  return {...reply, headers: {...rest, ...headers}, body: draw(tag, words.success_title, [words.success_text])}
}

/** The same refusal for a browser that shows it: what to mend, field by field, in the form's language. */
export async function sorry(reply: Reply, error: unknown, language: string): Promise<Reply> {
  const {code, issues} = toProblem(error)
  const {tag, words} = await wordsOf(language)
  const complaints =
    code === 'contact_invalid' && issues
      ? [...new Set(issues.map(issue => complain(issue, words)))]
      : [failure(code, words)]
  return {...reply, headers: {...reply.headers, ...headers}, body: draw(tag, words.summary_title, complaints)}
}

function failure(code: ProblemCode, words: Messages): string {
  if (code === 'rate_limited') return words.failed_limited
  return code === 'refused' ? words.failed_refused : words.failed_unavailable
}

/** Names a field by its label, and never by what came: that is anybody's text. */
function complain({field, code}: Issue, words: Messages): string {
  const name = field.startsWith('phone') ? 'phone' : field
  const label = Object.hasOwn(words, name) ? words[name as keyof Messages] : undefined
  const reply = words[`error_${code}` as keyof Messages] ?? words.error_invalid
  if (typeof reply !== 'string' || (typeof label !== 'string' && reply.includes('{label}'))) return words.failed_refused
  return reply.replace('{label}', String(label))
}

/** The tag that stands first in an `Accept-Language` or in a form's own word for its language; empty where none does. */
export function readLanguage(said: unknown): string {
  return typeof said === 'string' ? (/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}(?![a-z0-9-])/i.exec(said)?.[0] ?? '') : ''
}

/** By the tag itself, else by its language alone, else English. */
async function wordsOf(language: string): Promise<{tag: string; words: Messages}> {
  const lower = language.toLowerCase()
  const tag = [lower, lower.split('-')[0]!].find(tag => languages.includes(tag))
  return tag ? {tag, words: await loadMessages(tag).then(module => module.default)} : {tag: 'en', words: english}
}

function draw(tag: string, title: string, lines: string[]): string {
  const items = lines.map(line => `<p>${escape(line)}</p>`).join('')
  return (
    `<!doctype html><html lang="${tag}" dir="${isRightToLeft(tag) ? 'rtl' : 'ltr'}"><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">' +
    `<title>${escape(title)}</title><h1>${escape(title)}</h1>${items}</html>`
  )
}

const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}
const escape = (text: string): string => text.replace(/[&<>"']/g, character => entities[character]!)
