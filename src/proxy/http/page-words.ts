import type {Issue} from '../../contact/issues.ts'
import {maxLengths} from '../../contact/max-lengths.ts'
import type {ProblemCode} from '../../contact/wire.ts'
import english from '../../messages/en.ts'
import {findLanguage} from '../../messages/find-language.ts'
import {interpolate} from '../../messages/format.ts'
import {loadMessages} from '../../messages/load-messages.ts'
import type {Messages} from '../../messages/messages.ts'
import type {RequestContext} from './request-context.ts'

/** The words of an HTML response, and the tag of their language. */
export interface PageWords {
  tag: string
  words: Messages
}

/** The first language tag of an `Accept-Language` header or of `consent.lang`; empty if there is none. */
export function readLanguage(value: unknown): string {
  return typeof value === 'string' ? (/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}(?![a-z0-9-])/i.exec(value)?.[0] ?? '') : ''
}

/** Loads the words of the language that fits best, else English; with those that the form's page overrides. */
export async function loadPageWords({language, prerendered}: RequestContext): Promise<PageWords> {
  const tag = findLanguage(language)
  const words = tag ? (await loadMessages(tag)).default : english
  return {tag: tag || 'en', words: {...words, ...prerendered?.messages, ...prerendered?.slots}}
}

/** Why a request failed, for its visitor. */
export function toFailureText(code: ProblemCode, words: Messages): string {
  if (code === 'rate_limited') return words.failed_limited
  return code === 'refused' || code === 'contact_invalid' ? words.failed_refused : words.failed_unavailable
}

/** What the visitor should correct, each text once. */
export function toErrorTexts(issues: readonly Issue[], words: Messages): string[] {
  return [...new Set(issues.map(issue => toErrorText(issue, words)))]
}

/**
 * Names a field by its label only, since the field name in the request is untrusted text. A phone's error names neither a
 * country nor an example, as where the form knows none.
 */
function toErrorText({field, code}: Issue, words: Messages): string {
  const texts = words as unknown as Record<string, unknown> // looked up by code and name
  const name = field.startsWith('phone') ? 'phone' : field
  const text = texts[`error_${code === 'phone_invalid' ? 'phone_without_country' : code}`] ?? words.error_invalid
  const label = Object.hasOwn(words, name) ? texts[name] : undefined
  if (typeof text !== 'string' || (typeof label !== 'string' && text.includes('{label}'))) return words.failed_refused
  const max = Object.hasOwn(maxLengths, name) ? maxLengths[name as keyof typeof maxLengths] : maxLengths.customField
  return interpolate(text, {label: String(label), max: String(max)})
}
