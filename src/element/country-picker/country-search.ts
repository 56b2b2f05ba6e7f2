import type {Country} from '../interaction/countries.ts'

/**
 * The countries that fit what was typed, the best first: their ISO code, their name from its start, from the start of
 * a word in it, anywhere in it, or their calling code. All of them, in their order, where nothing was typed.
 * @param otherNames further names of a country, such as the one its own people use; asked only where no name fits
 */
export function searchCountries(
  countries: readonly Country[],
  typed: string,
  otherNames: (code: string) => string[],
): readonly Country[] {
  const query = toWords(typed.replace(/\(\u2066?\+\d+\u2069?\)\s*$/, '')).trim() // `France (+33)` is how the field itself writes it
  const digits = /^\s*\+?\s*(\d+)\s*$/.exec(typed)?.[1]
  if (digits) return ranked(countries, ({callingCode}) => [callingCode === digits, callingCode.startsWith(digits)])
  if (!query) return countries
  const byName = ranked(countries, ({code, name}) => [code.toLowerCase() === query, ...placesOf(query, name)])
  return byName.length > 0
    ? byName
    : ranked(countries, ({code}) => otherNames(code).flatMap(name => placesOf(query, name)))
}

/** Names of a country in other languages: those of the visitor, English, and the one most of its people speak. */
export function namesElsewhere(code: string, languages: readonly string[]): string[] {
  const own = new Intl.Locale('und', {region: code}).maximize().language
  return [...languages, own].flatMap(language => namesIn(language)?.of(code) ?? [])
}

const names = new Map<string, Intl.DisplayNames | undefined>()

/** Undefined for what is no language tag: a browser's list of languages may hold anything. */
function namesIn(language: string): Intl.DisplayNames | undefined {
  if (!names.has(language)) names.set(language, createNames(language))
  return names.get(language)
}

function createNames(language: string): Intl.DisplayNames | undefined {
  try {
    return new Intl.DisplayNames(language, {type: 'region'})
  } catch {
    return undefined
  }
}

/** Whether a name has the query at its start, at the start of a word, anywhere. */
function placesOf(query: string, name: string): [boolean, boolean, boolean] {
  const words = wordsOf(name)
  return [words.startsWith(` ${query}`), words.includes(` ${query}`), words.includes(query)]
}

/** Names are asked for at every key, and taking them apart is what takes a slow phone longest. */
const apart = new Map<string, string>()

function wordsOf(name: string): string {
  const words = apart.get(name) ?? toWords(name)
  apart.set(name, words)
  return words
}

/** Those of which some mark is true; the earlier the mark, the earlier the country. Otherwise in their order. */
function ranked(countries: readonly Country[], marksOf: (country: Country) => boolean[]): Country[] {
  return countries
    .map(country => ({country, rank: marksOf(country).indexOf(true)}))
    .filter(({rank}) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({country}) => country)
}

/** Without case, accents and signs, a space before each word: people type `cote` for Côte and `turkiye` for Türkiye. */
function toWords(text: string): string {
  const plain = text.toLowerCase()
  // Most names, and a slow phone takes apart the others five times as long.
  const words = /^[ -~]*$/.test(plain)
    ? plain.replace(/[^a-z0-9]+/g, ' ')
    : plain
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
  return ` ${words.trim()}`
}
