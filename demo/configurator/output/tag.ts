import {namesOf, type Configuration} from '../model/configuration.ts'
import type {Product} from '../model/product.ts'
import {escapeText, quoteAttribute} from './escape.ts'

/** The attributes of the tag, in the manifest's order. */
export function attributesOf(configuration: Configuration, product: Product): [name: string, value: string][] {
  const {messages} = configuration
  const attributes: Record<string, string> = {
    ...configuration.attributes,
    ...(Object.keys(messages).length > 0 && {messages: JSON.stringify(messages)}),
  }
  return product.attributes.flatMap(({name}) =>
    attributes[name] === undefined ? [] : [[name, attributes[name]] as [string, string]],
  )
}

/** The tag as HTML. */
export function printTag(configuration: Configuration, product: Product): string {
  const words = attributesOf(configuration, product).map(([name, value]) =>
    value === '' && isBoolean(name, product) ? name : `${name}=${quoteAttribute(value)}`,
  )
  const line = ['<contact-signup', ...words].join(' ')
  const start = line.length <= 90 ? line : `<contact-signup\n  ${words.join('\n  ')}\n`
  const content = toSlotElements(configuration, product).map(element => `\n  ${element}`)
  return `${start}>${content.join('')}${content.length > 0 ? '\n' : ''}</contact-signup>`
}

const isBoolean = (name: string, {attributes}: Product): boolean =>
  attributes.some(attribute => attribute.name === name && attribute.type?.text === 'boolean')

/** The content of the tag: an element for each slot. */
export const printSlots = (configuration: Configuration, product: Product): string =>
  toSlotElements(configuration, product).join('\n')

function toSlotElements({slots}: Configuration, product: Product): string[] {
  return namesOf('slots', product).flatMap(name => {
    const text = slots[name]
    if (!text) return []
    const element = elementOfSlot(name)
    return [`<${element} slot="${name}">${escapeText(text)}</${element}>`]
  })
}

/** Content of labels and buttons must be phrasing. */
export const elementOfSlot = (name: string): string => (/^(?:terms|marketing|submit)$/.test(name) ? 'span' : 'p')
