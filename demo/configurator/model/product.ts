/** What the configurator knows of the product: read from the files of the package, and served to the page as data.json. */
export interface Product {
  /** From the Custom Elements Manifest. */
  attributes: readonly Attribute[]
  properties: readonly Described[]
  slots: readonly Described[]
  /** The hash of each file that a page can load, by its path beside the script. */
  files: Readonly<Record<string, string>>
  /** Those of the files that the import map of a page in English names. */
  commonFiles: readonly string[]
  /** Numbering plans that are another country's: `CA` is in the file of `US`. */
  sharedPlans: Readonly<Record<string, string>>
  fieldNames: readonly string[]
  /** The texts in English; without those that depend on a count. */
  messages: Readonly<Record<string, string>>
  /** Whether `cms.md` is beside the page. */
  hasGuide: boolean
}

export interface Described {
  name: string
  description?: string
}

export interface Attribute extends Described {
  type?: {text: string}
  /** As an expression in JavaScript. */
  default?: string
}

/** The tags of the languages that have a file, in lower case; without English, which is part of the script. */
export const languagesOf = ({files}: Product): string[] => namesIn(files, 'words')

/** The countries that have a numbering plan, ISO 3166-1 alpha-2. */
export const countriesOf = ({files}: Product): string[] =>
  namesIn(files, 'plans').filter(name => /^[A-Z]{2}$/.test(name))

/** The file of a language or of a numbering plan. Its folder has a hash in its name. */
export function findFile({files}: Product, folder: 'words' | 'plans', name: string): string | undefined {
  return Object.keys(files).find(file => file.startsWith(`chunks/${folder}-`) && file.endsWith(`/${name}.js`))
}

function namesIn(files: Product['files'], folder: string): string[] {
  const pattern = new RegExp(`^chunks/${folder}-\\w+/(.+)\\.js$`)
  return Object.keys(files).flatMap(file => pattern.exec(file)?.[1] ?? [])
}

/** The value of an attribute that is not set. */
export function defaultOf({default: expression}: Attribute): string | undefined {
  return /^'(.*)'$/.exec(expression ?? '')?.[1]
}
