import type {PropertyDeclarations} from 'lit'

/** Values of the properties that are not set; others are empty or false. */
const defaults: Record<string, unknown> = {
  endpoint: '/api/signup',
  fields: 'name_first name_last email phone',
  consent: 'terms marketing',
  messages: {},
}

/** Gives properties their defaults: at first, after an attribute is removed, and when a framework sets undefined. */
export function setDefaults(element: object, properties: PropertyDeclarations): void {
  const values = element as Record<string, unknown>
  for (const [name, {type}] of Object.entries(properties)) values[name] ??= defaults[name] ?? (type ? false : '')
}
