import type {MetadataJson} from 'libphonenumber-js/core/es6'
import metadata from 'libphonenumber-js/max/metadata'
import examples from 'libphonenumber-js/mobile/examples'
import type {Plugin} from 'vite'
import type {Plan} from '../contact/phone/plan.ts'
import {hashOf, toImport, toModule} from './module-source.ts'

/** Where the generated modules are in dist; package.json maps `#numbering-plans` and `#calling-codes` to this folder. */
export const plansFolder = 'contact/phone/plans'

/** Emits the numbering plans for the package and for the script tag, whose `loadPlan` it rewrites. */
export function numberingPlans(): Plugin {
  const plans = toPlanModules(metadata, examples)
  const folder = `chunks/plans-${hashOf(plans.values())}`
  return {
    name: 'numbering-plans',
    enforce: 'pre',
    resolveId: id => (id === '#calling-codes' ? `\0${id}` : null),
    load: id => (id === '\0#calling-codes' ? toCallingCodeModule(metadata) : null),
    transform(_code, id) {
      if (!id.endsWith('/src/contact/phone/load-plan.ts')) return null
      // One hashed folder name in the first file, instead of the hashed names of more than two hundred files.
      const code = `export const loadPlan = name => ${toImport(folder, 'name')}.then(module => module.default)`
      return {code, map: {mappings: ''}}
    },
    generateBundle() {
      for (const [name, source] of plans) this.emitFile({type: 'asset', fileName: `${folder}/${name}.js`, source})
      for (const [fileName, source] of toPackageFiles())
        this.emitFile({type: 'asset', fileName: `${plansFolder}/${fileName}`, source})
    },
  }
}

/** The files of `plansFolder`, by name. */
export function toPackageFiles(): Map<string, string> {
  const plans = toPlanModules(metadata, examples)
  return new Map([
    ...[...plans].map(([name, source]) => [`${name}.js`, source] as const),
    ['index.js', toIndexModule(plans.keys())],
    ['calling-codes.js', toCallingCodeModule(metadata)],
  ])
}

/** A module for each plan, and one for each country that shares the plan of a calling code's main country. */
export function toPlanModules(metadata: MetadataJson, examples: Record<string, string>): Map<string, string> {
  const modules = new Map([...splitMetadata(metadata, examples)].map(([name, plan]) => [name, toModule(plan)]))
  for (const [main, ...others] of Object.values(metadata.country_calling_codes))
    for (const name of others) modules.set(name, `export {default} from './${main}.js'\n`)
  return modules
}

/** A module that imports each plan by a literal name: bundlers follow no other. */
export function toIndexModule(names: Iterable<string>): string {
  const lines = [...names].map(name => `'${name}': () => import('./${name}.js'),\n`)
  return `export default {\n${lines.join('')}}\n`
}

export function toCallingCodeModule(metadata: MetadataJson): string {
  return `export default '${toCallingCodeTable(metadata)}'\n`
}

/** All calling codes, each followed by its countries, the main country first: `1USAGAI…7RUKZ…`. Codes without countries come last. */
export function toCallingCodeTable({country_calling_codes, nonGeographic = {}}: MetadataJson): string {
  return [
    ...Object.entries(country_calling_codes).map(([code, names]) => code + names.join('')),
    ...Object.keys(nonGeographic),
  ].join('')
}

/**
 * Splits metadata by calling code, so that a browser loads only the plans it needs. A plan goes by its main country:
 * a page that knows its country can request the plan before anything else is loaded. A code without countries goes by
 * itself.
 */
export function splitMetadata(
  {country_calling_codes, countries, nonGeographic = {}}: MetadataJson,
  examples: Record<string, string>,
): Map<string, Plan> {
  const geographic = Object.values(country_calling_codes).map((names): [string, Plan] => [
    names[0]!, // no calling code of the metadata has an empty list
    {countries: pick(countries, names), examples: pick(examples, names)},
  ])
  const worldwide = Object.keys(nonGeographic).map((code): [string, Plan] => [
    code,
    {countries: {} as Plan['countries'], nonGeographic: pick(nonGeographic, [code]), examples: {}},
  ])
  return new Map([...geographic, ...worldwide])
}

/** The properties of these names, in their order, as far as the object has them. The metadata's types know every country. */
function pick<T extends object>(from: T, names: readonly string[]): T {
  return Object.fromEntries(names.filter(name => name in from).map(name => [name, from[name as keyof T]])) as T
}
