import type {Attributes, Properties} from '../types/tag.ts'

/** The attributes that have another name than their property. */
const names: Record<keyof Attributes, keyof Properties> = {
  'terms-url': 'termsUrl',
  'privacy-url': 'privacyUrl',
  'success-url': 'successUrl',
  'proof-of-work': 'proofOfWork',
}
const attributes = new Map<string, string>(Object.entries(names).map(([attribute, property]) => [property, attribute]))

/** The props of the tag: properties of the element under the names of their attributes, others as they are. */
export function toAttributes({messages, ...others}: Omit<Properties, 'values'>): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [attributes.get(name) ?? name, value])),
    [messagesName]: messages && JSON.stringify(messages),
  }
}

/**
 * React sets a property if the element has one of that name, but not when it hydrates. Names of attributes ignore case,
 * those of properties do not: under this one React sets an attribute, always.
 */
export const messagesName = 'Messages'
