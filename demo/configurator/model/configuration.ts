import type {Product} from './product.ts'

type Texts = Readonly<Record<string, string>>

/** What is chosen. Each group has the values that are set, by name. */
export interface Configuration {
  /** Of the tag, without `messages`; a boolean one is empty. */
  attributes: Texts
  /** Overrides of texts. */
  messages: Texts
  /** Texts of slots. */
  slots: Texts
  /** Custom properties. */
  properties: Texts
  /** What the snippets need to know of the page around the form. */
  page: Texts
}

export type Group = keyof Configuration
export const groups = ['attributes', 'slots', 'messages', 'properties', 'page'] as const satisfies readonly Group[]

export const emptyConfiguration: Configuration = {attributes: {}, slots: {}, messages: {}, properties: {}, page: {}}

/** Settings of the page, with the values that they have if they are not set. */
export const pageDefaults = {
  /** Origins of the pages with the form, space-separated. */
  sites: 'https://www.example.com',
  /** Where the script and its folders are served. */
  folder: '/',
  /** How the script is included. */
  script: 'module',
  /** The system that serves the page. */
  system: 'html',
}
export type PageSetting = keyof typeof pageDefaults

export const pageSetting = ({page}: Configuration, name: PageSetting): string => page[name] ?? pageDefaults[name]

/** The slots that hold text. That of custom fields holds controls. */
export const textSlotsOf = ({slots}: Product) => slots.filter(({name}) => name !== 'fields')

/** The names that a group can have, in their order. */
export function namesOf(group: Group, product: Product): readonly string[] {
  if (group === 'page') return Object.keys(pageDefaults)
  if (group === 'messages') return Object.keys(product.messages)
  const described = group === 'slots' ? textSlotsOf(product) : product[group]
  return described.map(({name}) => name).filter(name => name !== 'messages')
}

/** Sets a value, or removes it. */
export function withValue(
  configuration: Configuration,
  group: Group,
  name: string,
  value: string | undefined,
): Configuration {
  const {[name]: _, ...others} = configuration[group]
  return {...configuration, [group]: value === undefined ? others : {...others, [name]: toCleanText(value)}}
}

/** Without what HTML cannot hold or changes: carriage returns, control characters and halves of characters. */
export function toCleanText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // oxlint-disable-next-line no-control-regex -- removes them
      .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]/g, '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
  )
}
