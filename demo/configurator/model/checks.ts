import {groups, pageSetting, type Configuration} from './configuration.ts'
import {splitTags, splitWords} from './fields.ts'
import {keyOf} from './fragment.ts'
import {countriesOf, type Product} from './product.ts'

/** What is wrong with a value, or undefined. */
type Check = (value: string, configuration: Configuration, product: Product) => string | undefined

const checks: Record<string, Check> = {
  country: checkCountries,
  countries: checkCountries,
  lists: value => expect(splitWords(value).every(isShort), 'ids of 100 characters at most each'),
  tags: value => expect(splitTags(value).every(isShort), 'tags of 100 characters at most each'),
  'page.sites': value =>
    expect(
      splitWords(value).every(isOrigin) && value.trim() !== '',
      'origins such as https://www.example.com, without a path',
    ),
  'page.folder': (value, configuration) => expect(isWebUrl(value, configuration), 'a path or an http(s) URL'),
}

/** The errors of a configuration, each by the key of its value. */
export function checkConfiguration(configuration: Configuration, product: Product): Record<string, string> {
  const errors = groups.flatMap(group =>
    Object.entries(configuration[group]).flatMap(([name, value]) => {
      const key = keyOf(group, name)
      const error = checkFor(key)?.(value, configuration, product)
      return error ? [[key, error]] : []
    }),
  )
  return Object.fromEntries(errors) as Record<string, string>
}

function checkFor(key: string): Check | undefined {
  if (key.startsWith('--')) return value => expect(isCssValue(value), 'a value of CSS, without ; { } and <')
  if (isUrlName(key)) return (value, configuration) => expect(isWebUrl(value, configuration), 'an http or https URL')
  return Object.hasOwn(checks, key) ? checks[key] : undefined
}

/** Whether an attribute holds a URL, by its name. */
export const isUrlName = (name: string): boolean => name === 'endpoint' || name.endsWith('-url')

const expect = (isValid: boolean, what: string): string | undefined => (isValid ? undefined : `Expected ${what}.`)

const isShort = (text: string): boolean => text.length <= 100

function checkCountries(value: string, _configuration: Configuration, product: Product): string | undefined {
  const known = countriesOf(product)
  const unknown = splitWords(value).find(code => !known.includes(code.toUpperCase()))
  return expect(unknown === undefined, `two-letter codes of countries, such as DE; ${unknown} is none`)
}

/** The page that the snippets are for: URLs are relative to it. */
export function pageUrlOf(configuration: Configuration): string {
  return splitWords(pageSetting(configuration, 'sites')).find(isOrigin) ?? 'https://www.example.com'
}

/** The URL as a page of the configuration resolves it; undefined for anything but http(s). */
export function toWebUrl(text: string, configuration: Configuration): URL | undefined {
  try {
    const url = new URL(text, pageUrlOf(configuration))
    return /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}

const isWebUrl = (text: string, configuration: Configuration): boolean =>
  text !== '' && toWebUrl(text, configuration) !== undefined

function isOrigin(text: string): boolean {
  try {
    const {origin, protocol} = new URL(text)
    return /^https?:$/.test(protocol) && origin === text
  } catch {
    return false
  }
}

/** Whether text can stand in a declaration, also of a style element, without ending it. */
export function isCssValue(text: string): boolean {
  if (/[;{}<>\\@!\n]|\/\*|^\s*$/.test(text)) return false
  const outside = text.replace(/"[^"]*"|'[^']*'/g, '')
  if (/["']/.test(outside)) return false
  let depth = 0
  for (const bracket of outside.match(/[()[\]]/g) ?? []) {
    depth += /[([]/.test(bracket) ? 1 : -1
    if (depth < 0) return false
  }
  return depth === 0
}
