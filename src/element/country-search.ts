import type {Country} from './countries.ts'

/**
 * The countries that fit what was typed, the best first: their ISO code, their name from its start, from the start of
 * a word in it, anywhere in it, or their calling code. All of them, in their order, where nothing was typed.
 * @param otherNames further names of a country, such as the one its own people use; asked only where no name fits
 */
export function searchCountries(countries: readonly Country[], typed: string, otherNames: (code: string) => string[]): readonly Country[] {
  const query = fold(typed.replace(/\(\u2066?\+\d+\u2069?\)\s*$/, '')) // `France (+33)` is how the field itself writes it
  if (!query) return countries
  const digits = /^\+?(\d+)$/.exec(query)?.[1]
  if (digits) return ranked(countries, ({callingCode}) => [callingCode === digits, callingCode.startsWith(digits)])
  const byName = ranked(countries, ({code, name}) => [fold(code) === query, ...placesOf(query, name)])
  return byName.length > 0 ? byName : ranked(countries, ({code}) => otherNames(code).flatMap(name => placesOf(query, name)))
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
  const folded = fold(name)
  return [folded.startsWith(query), folded.split(/[^\p{L}\p{N}]+/u).some(word => word.startsWith(query)), folded.includes(query)]
}

/** Those of which some mark is true; the earlier the mark, the earlier the country. Otherwise in their order. */
function ranked(countries: readonly Country[], marksOf: (country: Country) => boolean[]): Country[] {
  return countries
    .map(country => ({country, rank: marksOf(country).indexOf(true)}))
    .filter(({rank}) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({country}) => country)
}

/** Without case and accents: people type `cote` for Côte and `turkiye` for Türkiye. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
