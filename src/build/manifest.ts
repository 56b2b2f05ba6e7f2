import {readFileSync} from 'node:fs'
import {create, ts} from '@custom-elements-manifest/analyzer/index.js'
import {litPlugin} from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js'
import type {ClassField, ClassMember, CustomElementDeclaration, Export, Package} from 'custom-elements-manifest'
import {setDefaults} from '../element/defaults.ts'

const source = 'src/element/contact-signup.ts'
const tag = 'contact-signup'
const path = 'dist/element/contact-signup.js'

/** The element as its class and the doc comment of it describe it, without what the analyzer takes for public. */
export function readElement(): CustomElementDeclaration {
  const {modules} = create({
    modules: [ts.createSourceFile(source, readFileSync(source, 'utf8'), ts.ScriptTarget.ES2022, true)],
    plugins: litPlugin(),
  })
  const element = modules[0]?.declarations?.[0] as CustomElementDeclaration // the only class of the file
  const defaults = readDefaults(element)
  return {
    ...element,
    tagName: tag,
    members: element.members?.filter(isPublic).map(member => ({...member, ...defaultOf(defaults[member.name])})),
    attributes: element.attributes?.map(attribute => ({
      ...attribute,
      ...defaultOf(defaults[attribute.fieldName ?? '']),
    })),
  }
}

/** The Custom Elements Manifest, which names the files of the package. https://github.com/webcomponents/custom-elements-manifest */
export function createManifest(element: CustomElementDeclaration): Package {
  const declaration = {name: element.name, module: path}
  const reExport: Export = {kind: 'js', name: element.name, declaration}
  return {
    schemaVersion: '2.1.0',
    modules: [
      {kind: 'javascript-module', path, declarations: [element], exports: [reExport]},
      {kind: 'javascript-module', path: 'dist/element/index.js', declarations: [], exports: [reExport]},
      {
        kind: 'javascript-module',
        path: 'dist/index.js',
        declarations: [],
        exports: [reExport, {kind: 'custom-element-definition', name: tag, declaration}],
      },
    ],
  }
}

/** Neither of the class itself, nor Lit's, nor what only the browser calls. */
function isPublic({name, static: isStatic, privacy = 'public'}: ClassMember): boolean {
  return !isStatic && privacy === 'public' && name !== 'renderRoot' && !name.endsWith('Callback')
}

/** The defaults that the element gives its properties. */
function readDefaults({members = []}: CustomElementDeclaration): Record<string, unknown> {
  const attributes = members.filter((member): member is ClassField => 'attribute' in member)
  const types = attributes.map(({name, type}) => [name, type?.text === 'string' ? {} : {type: Object}] as const)
  const values: Record<string, unknown> = {}
  setDefaults(values, Object.fromEntries(types))
  return values
}

/** As an expression in JavaScript. An empty text is no default that helps anyone. */
function defaultOf(value: unknown): {default?: string} {
  if (value === undefined || value === '') return {}
  return {default: typeof value === 'string' ? `'${value}'` : JSON.stringify(value)}
}
