import type {Country} from '../interaction/countries.ts'

/**
 * Finds the countries that match a query, the best first: by calling code or ISO code, at the start of the name, at the
 * start of a word in it, anywhere in it. An empty query finds all of them, in their order.
 * @param otherNames further names of a country, such as its own people's; used only if no name matches
 */
export function searchCountries(
  countries: readonly Country[],
  typed: string,
  otherNames: (code: string) => string[],
): readonly Country[] {
  const query = normalise(typed.replace(/^\s*\u2066?\+\d+\u2069?\s*(?=\p{L})/u, '')).trim() // the field itself writes `+33 France`
  const digits = /^\s*\+?\s*(\d+)\s*$/.exec(typed)?.[1]
  if (digits) return ranked(countries, ({callingCode}) => [callingCode === digits, callingCode.startsWith(digits)])
  if (!query) return countries
  const byName = ranked(countries, ({code, name}) => {
    const [isStart, isWord, isPart] = matchesOf(query, name)
    return [code.toLowerCase() === query, isStart, isAlias(query, code), isWord, isPart]
  })
  return byName.length > 0
    ? byName
    : ranked(countries, ({code}) => otherNames(code).flatMap(name => matchesOf(query, name)))
}

/**
 * What the visitor searches for once they have edited the text of the chosen country, `+44 United Kingdom`: the calling
 * code if the name is as it was, else all of it.
 */
export function editedPart(typed: string, {name, callingCode}: Country): string {
  const text = typed.replace(/[\u2066\u2069]/g, '')
  if (!text.endsWith(name) || text === `+${callingCode} ${name}`) return typed
  return text.slice(0, -name.length).trim() || typed
}

/** What people call a country beside its official names: each is searched by the starts of its words. */
const aliases: Readonly<Record<string, string>> = {
  AE: 'UAE VAE EAU',
  CD: 'DRC',
  CI: 'Ivory Coast',
  CZ: 'Czech Republic',
  GB: 'UK Great Britain England Scotland Wales Northern Ireland Inglaterra Angleterre Anglia Nagy-Britannia',
  KR: 'South Korea',
  MM: 'Burma',
  NL: 'Holland Holanda Hollande Hollandia',
  TR: 'Turkey',
  US: 'USA U.S. America EEUU EE.UU. Amerika',
}

/** Names of a country in the visitor's languages and in the one that most of its people speak. */
export function namesElsewhere(code: string, languages: readonly string[]): string[] {
  const own = new Intl.Locale('und', {region: code}).maximize().language
  return [...languages, own].flatMap(language => namesIn(language)?.of(code) ?? [])
}

const isAlias = (query: string, code: string): boolean =>
  aliases[code] !== undefined && normalisedName(aliases[code]).includes(` ${query}`)

const names = new Map<string, Intl.DisplayNames | undefined>()

/** Undefined for an invalid tag: a browser's list of languages may hold any text. */
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

/** Whether the query is at the start of a name, at the start of a word in it, anywhere in it. */
function matchesOf(query: string, name: string): [boolean, boolean, boolean] {
  const words = normalisedName(name)
  return [words.startsWith(` ${query}`), words.includes(` ${query}`), words.includes(query)]
}

/** Names are searched at every key, and normalising them takes a slow phone longest. */
const normalisedNames = new Map<string, string>()

function normalisedName(name: string): string {
  const words = normalisedNames.get(name) ?? normalise(name)
  normalisedNames.set(name, words)
  return words
}

/** Keeps the countries with a true mark and sorts them by their first one; stable. */
function ranked(countries: readonly Country[], marksOf: (country: Country) => boolean[]): Country[] {
  return countries
    .map(country => ({country, rank: marksOf(country).indexOf(true)}))
    .filter(({rank}) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({country}) => country)
}

/** Drops case, accents and punctuation and puts a space before each word: people type `cote` for Côte, `turkiye` for Türkiye. */
function normalise(text: string): string {
  const plain = text.toLowerCase()
  // Most names are ASCII; on a slow phone the others take five times as long.
  const words = /^[ -~]*$/.test(plain)
    ? plain.replace(/[^a-z0-9]+/g, ' ')
    : plain
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
  return ` ${words.trim()}`
}
