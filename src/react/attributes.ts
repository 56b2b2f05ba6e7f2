import type {PropertyDeclaration} from 'lit'
import {ContactSignup} from '../element/contact-signup.ts'

/** The props of the tag: properties of the element under the names of their attributes, others as they are. */
export function toAttributes(props: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).map(([name, value]) => toAttribute(name, value)))
}

const declarations = new Map<string, PropertyDeclaration>(Object.entries(ContactSignup.properties))

function toAttribute(name: string, value: unknown): [string, unknown] {
  const {attribute, type} = declarations.get(name) ?? {}
  if (type === Object) return [toUnknownName(name), value && JSON.stringify(value)]
  return [typeof attribute === 'string' ? attribute : name, value]
}

/**
 * Has React set an attribute. It sets a property if the element has one of that name, but not when it hydrates; an
 * object in an attribute has to be JSON. The names of attributes ignore case, those of properties do not.
 */
function toUnknownName(name: string): string {
  return name.replace(/^./, first => first.toUpperCase())
}
