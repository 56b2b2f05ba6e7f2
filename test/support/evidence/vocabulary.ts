import {readFileSync} from 'node:fs'
import type {Graph} from './graph.ts'

/** The namespaces of DPV, and for the other vocabularies each name that a record may use. */
const dpvNamespaces: Record<string, string> = {
  'https://w3id.org/dpv#': 'dpv',
  'https://w3id.org/dpv/pd#': 'pd',
  'https://w3id.org/dpv/loc#': 'loc',
  'https://w3id.org/dpv/schema/dpv-27560#': 'dpv-27560',
}
const others = [
  ...['conformsTo', 'created', 'description', 'identifier', 'language', 'source'].map(
    name => `http://purl.org/dc/terms/${name}`,
  ),
  ...['PostalAddress', 'ContactPoint', 'address', 'contactPoint', 'email', 'streetAddress', 'url'].map(
    name => `https://schema.org/${name}`,
  ),
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#value',
]

/** The IRIs in a document that its vocabularies do not have as what it uses them for. */
export function unknownTerms({nodes}: Graph): string[] {
  const list = [...nodes.values()]
  const properties = list.flatMap(node => Object.keys(node)).filter(name => !name.startsWith('@'))
  const classes = list.flatMap(node => [...typesOf(node), ...Object.values(node).flatMap(referencesOf)])
  return [
    ...properties.filter(iri => !isKnown(iri, 'properties')),
    ...classes.filter(iri => isTerm(iri) && !isKnown(iri, 'classes')),
  ]
}

const typesOf = (node: Record<string, unknown>) => (node['@type'] ?? []) as string[]

function referencesOf(values: unknown): string[] {
  if (!Array.isArray(values)) return []
  return values.flatMap(value => (Object(value) as {'@id'?: string})['@id'] ?? [])
}

/** Whether an IRI is of a vocabulary. The others name the record, its parts and web pages. */
const isTerm = (iri: string) =>
  Object.keys(dpvNamespaces).some(namespace => iri.startsWith(namespace)) || iri.startsWith('https://schema.org/')

function isKnown(iri: string, kind: 'classes' | 'properties'): boolean {
  const [, namespace = '', name = ''] = /^(.*#)([^#]+)$/.exec(iri) ?? []
  const prefix = dpvNamespaces[namespace]
  return prefix ? terms.get(`${prefix} ${kind}`)?.has(name) === true : others.includes(iri)
}

const terms = new Map(
  [...readFileSync(new URL('dpv-2.3.txt', import.meta.url), 'utf8').matchAll(/^\[(.+)\]\n([^[]+)/gm)].map(
    ([, kind, names]) => [kind!, new Set(names!.trim().split(/\s+/))],
  ),
)
