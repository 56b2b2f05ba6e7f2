import {toWebUrl} from '../model/checks.ts'
import {pageSetting, type Configuration} from '../model/configuration.ts'
import {splitTags, splitWords} from '../model/fields.ts'
import {quoteVariable} from './escape.ts'

/** The custom fields that each word of `attribution` sends. `utm` sends other `utm_*` too; these are the usual ones. */
const attributionFields = new Map<string, readonly string[]>(
  Object.entries({
    utm: ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'],
    clicks: ['gclid', 'gbraid', 'wbraid', 'dclid', 'fbclid', 'ttclid', 'msclkid'],
    referrer: ['referrer', 'landing_page'],
  }),
)

/** The proxy's settings that fit the form, by variable. */
export function proxySettingsOf(configuration: Configuration): [name: string, value: string][] {
  const {lists = '', tags = '', attribution} = configuration.attributes
  const settings: Record<string, string | undefined> = {
    ALLOWED_ORIGINS: splitWords(pageSetting(configuration, 'sites')).join(' '),
    ALLOWED_LISTS: unique(splitWords(lists)).join(' '),
    ALLOWED_TAGS: joinTags(unique(splitTags(tags))),
    ALLOWED_FIELDS: fieldsOf(attribution).join(' '),
    PROOF_OF_WORK: configuration.attributes['proof-of-work'] === undefined ? '' : 'on',
    SUCCESS_URL: toWebUrlOf('success-url', configuration)?.href,
    SIGNUP_PATH: pathOf(configuration),
  }
  return Object.entries(settings).filter((entry): entry is [string, string] => Boolean(entry[1]))
}

export function printProxySettings(configuration: Configuration): string {
  return proxySettingsOf(configuration)
    .map(([name, value]) => `${name}=${quoteVariable(value)}`)
    .join('\n')
}

const unique = (words: string[]): string[] => [...new Set(words)]

/** With a comma at the end if a single tag has a space: it would be two otherwise. */
function joinTags(tags: string[]): string {
  if (!tags.some(tag => /\s/.test(tag))) return tags.join(' ')
  return tags.length === 1 ? `${tags[0]},` : tags.join(', ')
}

function fieldsOf(attribution: string | undefined): string[] {
  if (attribution === undefined) return []
  const words = splitWords(attribution)
  return (words.length > 0 ? unique(words) : ['utm']).flatMap(word => attributionFields.get(word) ?? [])
}

function toWebUrlOf(name: string, configuration: Configuration): URL | undefined {
  const text = configuration.attributes[name]
  return text ? toWebUrl(text, configuration) : undefined
}

/** The path of the endpoint, unless it is the default. */
function pathOf(configuration: Configuration): string | undefined {
  const path = toWebUrlOf('endpoint', configuration)?.pathname
  return path === '/api/signup' ? undefined : path
}
