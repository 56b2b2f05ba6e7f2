import type {Country} from '../interaction/countries.ts'

/** Puts the likely countries first: `chosen`, then the main country of each of the visitor's languages. */
export function likelyFirst(countries: readonly Country[], chosen: string): readonly Country[] {
  const likely = [...new Set([chosen, ...navigator.languages.map(likelyRegion)])]
  return [
    ...likely.flatMap(code => countries.filter(country => country.code === code)),
    ...countries.filter(({code}) => !likely.includes(code)),
  ]
}

/** The region that a language tag names, or where most of its speakers live. A browser's list may hold invalid tags. */
function likelyRegion(language: string): string {
  try {
    return new Intl.Locale(/^[\w-]*/.exec(language)![0]).maximize().region ?? ''
  } catch {
    return ''
  }
}
