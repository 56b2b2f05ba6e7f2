import jsonld from 'jsonld'
import type {JsonLd} from '../../../src/contact/consent-record.ts'
import type {Field} from './field-table.ts'

type Node = Record<string, unknown[]>
/** A document after JSON-LD processing. */
export interface Graph {
  root: Node
  nodes: ReadonlyMap<string, Node>
}

const namespaces: Record<string, string> = {
  dct: 'http://purl.org/dc/terms/',
  dpv: 'https://w3id.org/dpv#',
  schema: 'https://schema.org/',
}

/**
 * Processes a document as any consumer of JSON-LD does. Rejects if it needs the network, or has a name or an IRI that
 * processing would drop.
 */
export async function readGraph(document: JsonLd): Promise<Graph> {
  const options = {
    safe: true,
    documentLoader: (url: string) => Promise.reject(new Error(`expected nothing to load, not ${url}`)),
  }
  const expanded = await jsonld.expand(document as jsonld.JsonLdDocument, options)
  const flat = (await jsonld.flatten(expanded, undefined, options)) as unknown as Node[] // without a context, an array
  const nodes = new Map(flat.map(node => [String(node['@id']), node]))
  return {root: nodes.get(String(document['@id']))!, nodes}
}

/** The fields that a document lacks, by name. */
export const missingFields = (graph: Graph, fields: readonly Field[]): string[] =>
  fields.filter(field => isMissing(graph, field)).map(({name}) => name)

function isMissing(graph: Graph, {path, each = []}: Field): boolean {
  const owners = follow(graph, [graph.root], each)
  return owners.length === 0 || owners.some(owner => follow(graph, [owner], path).length === 0)
}

/** Removes a field from the nodes that have it. */
export function remove(graph: Graph, {path, each = []}: Field): void {
  for (const node of follow(graph, [graph.root], [...each, ...path.slice(0, -1)])) delete node[toIri(path.at(-1)!)]
}

function follow({nodes}: Graph, from: readonly Node[], path: readonly string[]): Node[] {
  return path.reduce<Node[]>(
    (found, step) => found.flatMap(node => (node[toIri(step)] ?? []).map(value => resolve(nodes, value))),
    [...from],
  )
}

/** The node that a reference names; a value stands for itself. */
function resolve(nodes: Graph['nodes'], value: unknown): Node {
  const {'@id': id} = Object(value) as {'@id'?: string}
  return nodes.get(id ?? '') ?? (value as Node) // a literal, or an IRI that the document says nothing about
}

function toIri(name: string): string {
  const [prefix = '', local = ''] = name.split(':')
  return prefix in namespaces ? namespaces[prefix] + local : name
}
