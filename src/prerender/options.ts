import {parseFragment} from 'parse5'
import {toHref, type Prerendered} from '../element/hydration/prerendered-view.ts'
import type {Messages} from '../messages/messages.ts'
import {readSlot, type Fragment} from './light-dom.ts'

export interface PrerenderOptions {
  /** The tag's attributes, by name. `true` is an empty attribute; `false` and undefined are none. */
  attributes?: Readonly<Record<string, string | boolean | undefined>>
  /** BCP 47 tag of the form's language; by default the attribute `lang`, else English. */
  lang?: string
  /** HTML of the light DOM, each element with its `slot`. */
  slots?: string
  /** Overrides of any wording, as the property `messages`. */
  messages?: Partial<Messages>
  /** URL of `contact-signup.css`, for a policy without inline styles; without it the styles are in a style element. */
  stylesheet?: string
}

export interface ReadOptions {
  attributes: Record<string, string>
  lightDom: Fragment
  prerendered: Prerendered
  stylesheet: string | undefined
}

/** Throws a TypeError that names the option and says what is expected. */
export function readOptions(options: PrerenderOptions): ReadOptions {
  const {slots = '', stylesheet} = options
  if (typeof slots !== 'string') throw new TypeError('prerender: slots: expected HTML as a string')
  const attributes = readAttributes(options)
  const lightDom = parseFragment(slots)
  const {messages: json, lang = 'en', ...others} = attributes
  const messages = readMessages(json)
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
      attributes: pick(others),
      lang,
      ...(messages && {messages}),
      ...(Object.keys(texts).length > 0 && {slots: texts}),
    },
    stylesheet: stylesheet === undefined ? undefined : readUrl('stylesheet', stylesheet),
  }
}

/** The attributes that the form is rendered from. */
const rendered = 'endpoint fields country countries consent terms-url privacy-url lists tags'.split(' ')
const pick = (attributes: Record<string, string>) =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => rendered.includes(name)))

function readAttributes({attributes = {}, lang, messages}: PrerenderOptions): Record<string, string> {
  const values = Object.entries<unknown>({
    ...attributes,
    ...(lang !== undefined && {lang}),
    ...(messages && {messages: JSON.stringify(messages)}),
  }).flatMap(([name, value]): [string, string][] => {
    if (!/^[a-z_:][\w:.-]*$/i.test(name)) throw new TypeError(`prerender: attributes: no name: ${JSON.stringify(name)}`)
    if (value === false || value === undefined || value === null) return []
    if (value !== true && typeof value !== 'string')
      throw new TypeError(`prerender: attribute ${name}: expected a string or a boolean`)
    return [[name.toLowerCase(), value === true ? '' : value]]
  })
  const result = Object.fromEntries(values)
  if (result.endpoint !== undefined) readUrl('attribute endpoint', result.endpoint)
  return result
}

function readUrl(name: string, text: string): string {
  const url = toHref(text)
  if (url === undefined) throw new TypeError(`prerender: ${name}: expected an http(s) URL or a path`)
  return url
}

function readMessages(json: string | undefined): Partial<Messages> | undefined {
  if (json === undefined) return undefined
  try {
    const messages: unknown = JSON.parse(json)
    if (typeof messages === 'object' && messages !== null && !Array.isArray(messages)) return messages
  } catch {
    // the same error
  }
  throw new TypeError('prerender: messages: expected a JSON object')
}
