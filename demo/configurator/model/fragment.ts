import {emptyConfiguration, groups, namesOf, withValue, type Configuration, type Group} from './configuration.ts'
import type {Product} from './product.ts'

/** Attributes and custom properties go by their names, which cannot have a dot. */
const prefixes: Record<Group, string> = {
  attributes: '',
  properties: '',
  slots: 'slot.',
  messages: 'message.',
  page: 'page.',
}

/** The name of a value in the fragment; the page's controls have it as their id. */
export const keyOf = (group: Group, name: string): string => prefixes[group] + name

/** A configuration as the fragment of a URL, which one can share; without `#`, and empty if nothing is set. */
export function toFragment(configuration: Configuration, product: Product): string {
  const values = groups.flatMap(group =>
    namesOf(group, product).flatMap(name => {
      const value = configuration[group][name]
      return value === undefined ? [] : [[keyOf(group, name), value]]
    }),
  )
  return new URLSearchParams(values).toString()
}

/** Reads a fragment, with or without `#`. Ignores names that the product does not have. */
export function readFragment(fragment: string, product: Product): Configuration {
  const given = new URLSearchParams(fragment.replace(/^#/, ''))
  const keys = groups.flatMap(group => namesOf(group, product).map(name => [group, name] as const))
  return keys.reduce((configuration, [group, name]) => {
    const value = given.get(keyOf(group, name))
    return value === null ? configuration : withValue(configuration, group, name, value)
  }, emptyConfiguration)
}
