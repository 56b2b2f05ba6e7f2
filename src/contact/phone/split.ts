import type {MetadataJson} from 'libphonenumber-js/core/es6'

/** The numbering plan of one calling code: what libphonenumber-js knows of its countries, or of it where it has none. */
export interface Plan {
  countries: MetadataJson['countries']
  nonGeographic?: MetadataJson['nonGeographic']
  /** A mobile number of each country that is a fair example, national, without the trunk prefix. */
  examples: Record<string, string>
}

/**
 * Splits metadata by calling code, so that a browser loads no more than the plans in play. The build does it with the
 * installed package's own metadata. Each plan goes by its main country, so that a page which knows its country can ask
 * for it before anything else is loaded; codes without countries go by themselves.
 */
export function splitMetadata(
  {country_calling_codes, countries, nonGeographic = {}}: MetadataJson,
  examples: Record<string, string>,
): Map<string, Plan> {
  const pick = <T>(from: Record<string, T>, names: readonly string[]) =>
    Object.fromEntries(names.filter(name => name in from).map(name => [name, from[name]!]))
  return new Map<string, Plan>([
    ...Object.values(country_calling_codes).map((names): [string, Plan] => [
      names[0]!,
      {countries: pick(countries, names) as Plan['countries'], examples: pick(examples, names)},
    ]),
    ...Object.keys(nonGeographic).map((code): [string, Plan] => [
      code,
      {countries: {} as Plan['countries'], nonGeographic: pick(nonGeographic, [code]), examples: {}},
    ]),
  ])
}

/** All calling codes, each followed by its countries, the main one first: `1USAGAI…7RUKZ…`. Codes without countries come last. */
export function toCallingCodeTable({country_calling_codes, nonGeographic = {}}: MetadataJson): string {
  return [
    ...Object.entries(country_calling_codes).map(([code, names]) => code + names.join('')),
    ...Object.keys(nonGeographic),
  ].join('')
}
