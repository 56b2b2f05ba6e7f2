import type {Country} from '../interaction/countries.ts'
import {likelyRegion} from '../visitor-country.ts'

/** Puts the likely countries first: `chosen`, then the main country of each of the visitor's languages. */
export function likelyFirst(countries: readonly Country[], chosen: string): readonly Country[] {
  const likely = [...new Set([chosen, ...navigator.languages.map(likelyRegion)])]
  return [
    ...likely.flatMap(code => countries.filter(country => country.code === code)),
    ...countries.filter(({code}) => !likely.includes(code)),
  ]
}
