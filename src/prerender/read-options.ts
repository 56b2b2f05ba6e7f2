import {parseFragment} from 'parse5'
import {fieldNames} from '../contact/fields.ts'
import {splitWords} from '../contact/words.ts'
import {toHref, type Prerendered} from '../element/hydration/prerendered-view.ts'
import {attributeOfProperty, renderedAttributes} from './attribute-names.ts'
import {readSlot, type Fragment} from './light-dom.ts'
import type {PrerenderOptions} from './options.ts'
import {readMessages} from './read-messages.ts'

export interface ReadOptions {
  attributes: Record<string, string>
  lightDom: Fragment
  prerendered: Prerendered
  stylesheet: string | undefined
}

/**
 * Throws a TypeError that names the option and says what is expected.
 * @param pageLang BCP 47 tag of the page around the tag
 */
export function readOptions(options: PrerenderOptions, pageLang = 'en'): ReadOptions {
  requireObject('', options)
  const {slots = '', stylesheet} = options
  if (typeof slots !== 'string') throw new TypeError('prerender: slots: expected HTML as a string')
  const attributes = readAttributes(options)
  const lightDom = parseFragment(slots)
  const texts = Object.fromEntries(
    (['terms', 'marketing', 'submit'] as const).flatMap(name => {
      const text = readSlot(lightDom, name)
      return text === undefined ? [] : [[name, text]]
    }),
  )
  return {
    attributes,
    lightDom,
    prerendered: {
      attributes: pickRendered(attributes),
      lang: attributes.lang || pageLang,
      ...(attributes.messages !== undefined && {messages: readMessages(parseJson(attributes.messages))}),
      ...(Object.keys(texts).length > 0 && {slots: texts}),
    },
    stylesheet: stylesheet === undefined ? undefined : readUrl('stylesheet', stylesheet),
  }
}

function requireObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`prerender: ${name}expected an object`)
}

/** Without the messages, which are passed on as an object. */
const pickRendered = (attributes: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) => renderedAttributes.includes(name) && name !== 'messages'),
  )

function readAttributes({attributes = {}, lang, messages}: PrerenderOptions): Record<string, string> {
  requireObject('attributes: ', attributes)
  if (lang !== undefined && typeof lang !== 'string') throw new TypeError('prerender: lang: expected a BCP 47 tag')
  const values = Object.entries<unknown>({
    ...attributes,
    ...(lang !== undefined && {lang}),
    ...(messages && {messages: JSON.stringify(readMessages(messages))}),
  }).flatMap(([name, value]): [string, string][] => {
    requireName(name)
    if (value === false || value === undefined || value === null) return []
    if (value !== true && typeof value !== 'string')
      throw new TypeError(`prerender: attribute ${name}: expected a string or a boolean`)
    return [[name.toLowerCase(), value === true ? '' : value]]
  })
  const result = Object.fromEntries(values)
  if (result.endpoint !== undefined) readUrl('attribute endpoint', result.endpoint)
  requireWords('fields', result.fields?.replace(/\*(?=[\s,]|$)/g, ''), fieldNames)
  requireWords('consent', result.consent, ['terms', 'marketing'])
  return result
}

/** Any name that HTML has: libraries on the page may read attributes such as `@click`. */
function requireName(name: string): void {
  if (!/^[^\s\p{Cc}"'<>/=]+$/u.test(name))
    throw new TypeError(`prerender: attributes: no name: ${JSON.stringify(name)}`)
  const attribute = attributeOfProperty(name)
  if (attribute) throw new TypeError(`prerender: attribute ${name}: expected ${attribute}`)
}

/** In a page the form ignores unknown words, and shows without what they were meant for. */
function requireWords(name: string, text = '', known: readonly string[]): void {
  const unknown = splitWords(text).find(word => !known.includes(word))
  if (unknown !== undefined)
    throw new TypeError(`prerender: attribute ${name}: ${JSON.stringify(unknown)} is none of: ${known.join(' ')}`)
}

function readUrl(name: string, text: unknown): string {
  const url = typeof text === 'string' ? toHref(text) : undefined
  if (url === undefined) throw new TypeError(`prerender: ${name}: expected an http(s) URL or a path`)
  return url
}

/** Undefined if it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
