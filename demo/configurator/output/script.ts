import {pageSetting, type Configuration} from '../model/configuration.ts'
import {splitWords} from '../model/fields.ts'
import {findFile, languagesOf, type Product} from '../model/product.ts'
import {quoteAttribute, toScriptJson} from './escape.ts'

/** The folder of the script as a URL with a slash at its end, which an import map tells from a bare name. */
export function folderOf(configuration: Configuration): string {
  const folder = pageSetting(configuration, 'folder').trim()
  const start = /^(?:\.{0,2}\/|https?:)/i.test(folder) ? '' : './'
  return `${start}${folder}${folder.endsWith('/') ? '' : '/'}`
}

/** The script element. */
export function printScript(configuration: Configuration, {files}: Product): string {
  const isModule = pageSetting(configuration, 'script') !== 'embed'
  const file = isModule ? 'contact-signup.js' : 'embed.js'
  const source = `src=${quoteAttribute(folderOf(configuration) + file)} integrity="${files[file]}"`
  // Without crossorigin, a browser cannot check a classic script of another origin.
  return isModule
    ? `<script type="module" ${source}></script>`
    : `<script ${source} crossorigin="anonymous" async></script>`
}

/** The JSON of the import map: what the script element contains, of which a policy has the hash. */
export function importMapOf(configuration: Configuration, product: Product): string {
  const folder = folderOf(configuration)
  const integrity = filesOf(configuration, product).map(file => [folder + file, product.files[file]])
  return toScriptJson({integrity: Object.fromEntries(integrity)})
}

export const printImportMap = (configuration: Configuration, product: Product): string =>
  `<script type="importmap">${importMapOf(configuration, product)}</script>`

/** The files that the configuration loads: the script with its chunks, the texts of its language, and numbering plans. */
export function filesOf({attributes}: Configuration, product: Product): string[] {
  const isPlan = (file: string) => /\/plans-/.test(file)
  const countries = splitWords(attributes.countries ?? '')
  const initial = attributes.country ? [attributes.country] : []
  const plans = [...initial, ...countries].flatMap(code => plansOf(code.toUpperCase(), product))
  const language = findLanguage(attributes.lang ?? '', product)
  return [
    ...product.commonFiles.filter(file => countries.length === 0 || !isPlan(file)),
    ...(language ? [findFile(product, 'words', language)!] : []), // the languages are those of the files
    ...plans,
  ].filter((file, index, all) => all.indexOf(file) === index)
}

/** A country's file, and the one that it takes the plan from. */
function plansOf(code: string, product: Product): string[] {
  const shared = product.sharedPlans[code]
  return [findFile(product, 'plans', code), shared && findFile(product, 'plans', shared)].filter(
    file => file !== undefined && file !== '',
  ) as string[]
}

/** As the element does: the tag itself, else the tag without its last subtag, and so on; empty for English. */
export function findLanguage(tag: string, product: Product): string {
  const languages = languagesOf(product)
  let part = tag.toLowerCase().replaceAll('_', '-')
  while (part && !languages.includes(part)) part = part.replace(/-?[^-]*$/, '')
  return part
}
