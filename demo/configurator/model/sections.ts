import {groups, namesOf, type Group} from './configuration.ts'
import type {Product} from './product.ts'

/** A setting, by its group and name. */
export type Item = readonly [group: Group, name: string]

/** Settings that the page shows together. */
export interface Section {
  title: string
  items: readonly Item[]
}

const messages: Item = ['attributes', 'messages']

const known: readonly Section[] = [
  {title: 'Fields', items: [['attributes', 'fields']]},
  {
    title: 'Consent',
    items: [
      ['attributes', 'consent'],
      ['attributes', 'terms-url'],
      ['attributes', 'privacy-url'],
      ['slots', 'terms'],
      ['slots', 'marketing'],
    ],
  },
  {
    title: 'Language and phone',
    items: [
      ['attributes', 'lang'],
      ['attributes', 'country'],
      ['attributes', 'countries'],
    ],
  },
  {
    title: 'Sending',
    items: [
      ['attributes', 'endpoint'],
      ['attributes', 'lists'],
      ['attributes', 'tags'],
      ['attributes', 'success-url'],
      ['attributes', 'attribution'],
      ['attributes', 'proof-of-work'],
      ['attributes', 'prefill'],
    ],
  },
]

/** What is about the look beside the custom properties. */
const look: readonly Item[] = [['attributes', 'layout']]

const page: Section = {
  title: 'Your page',
  items: [
    ['page', 'sites'],
    ['page', 'folder'],
    ['page', 'script'],
  ],
}

/** Every setting once. What the manifest has beside the known attributes is under More. */
export function sectionsOf(product: Product): Section[] {
  const itemsOf = (group: Group) => namesOf(group, product).map(name => [group, name] as const)
  const placed = new Set([...known.flatMap(({items}) => items), ...look].map(String))
  const others = (group: Group) => itemsOf(group).filter(item => !placed.has(String(item)))
  const sections: Section[] = [
    ...known,
    {title: 'Look', items: [...look, ...itemsOf('properties')]},
    {title: 'Texts', items: [...others('slots'), messages]},
    {title: 'More', items: others('attributes')},
    page,
  ]
  const existing = new Set([...groups.flatMap(itemsOf), messages].map(String))
  return sections
    .map(({title, items}) => ({title, items: items.filter(item => existing.has(String(item)))}))
    .filter(({items}) => items.length > 0)
}
