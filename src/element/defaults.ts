import type {PropertyDeclarations} from 'lit'

const namesByOrder = {first: 'name_first name_last email phone', last: 'name_last name_first email phone'}

export const endpointDefault = '/api/signup'
export const consentDefault = 'terms marketing'

/** Values of the properties that are not set; others are empty or false. */
const defaults: Record<string, unknown> = {
  endpoint: endpointDefault,
  fields: namesByOrder.first,
  consent: consentDefault,
  messages: {},
  attribution: false,
}

/** Gives properties their defaults: at first, after an attribute is removed, and when a framework sets undefined. */
export function setDefaults(element: object, properties: PropertyDeclarations): void {
  const values = element as Record<string, unknown>
  for (const [name, {type, attribute}] of Object.entries(properties))
    if (attribute !== false) values[name] ??= defaults[name] ?? (type ? false : '')
}

/** The default fields in the order of a language: Chinese, Hungarian, Japanese, Korean and Vietnamese put the family name first. */
export function defaultFieldsOf(lang: string): string {
  return /^(?:hu|ja|ko|vi|zh)/.test(lang) ? namesByOrder.last : namesByOrder.first
}

export const areDefaultFields = (fields: string): boolean => Object.values(namesByOrder).includes(fields)
