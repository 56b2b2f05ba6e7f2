import {existsSync, readFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'
import {fieldNames} from 'contact-signup/contact'
import messages from 'contact-signup/messages/en'
import type {Attribute, Described, Product} from './model/product.ts'

/** The manifest, as far as it is read. https://github.com/webcomponents/custom-elements-manifest */
interface Manifest {
  modules: {
    declarations: {
      tagName?: string
      attributes: Attribute[]
      cssProperties: Described[]
      slots: Described[]
    }[]
  }[]
}

interface Integrity {
  importMap: {integrity: Record<string, string>}
  files: Record<string, string>
}

const script = fileURLToPath(import.meta.resolve('contact-signup/dist/contact-signup.js'))
const guide = 'src/element/cms.md'

/** The folder of the script tag's files. */
export const scriptFolder = dirname(script)

/** The path of the guide for content management systems, if the package has it. */
export const findGuide = (): string | undefined => (existsSync(guide) ? guide : undefined)

/** Reads from the package's files what the configurator knows of it. */
export function readProduct(): Product {
  const {modules} = readJson('contact-signup/custom-elements.json') as Manifest
  const {importMap, files} = readJson('contact-signup/dist/integrity.json') as Integrity
  const element = modules.flatMap(({declarations}) => declarations).find(({tagName}) => tagName === 'contact-signup')!
  return {
    attributes: element.attributes,
    properties: element.cssProperties.map(pickDescribed),
    slots: element.slots.map(pickDescribed),
    files,
    commonFiles: Object.keys(importMap.integrity).map(file => file.replace(/^\.\//, '')),
    sharedPlans: readSharedPlans(Object.keys(files)),
    fieldNames,
    messages: Object.fromEntries(
      Object.entries<unknown>(messages).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    hasGuide: findGuide() !== undefined,
  }
}

const pickDescribed = ({name, description}: Described): Described => ({name, description})

function readJson(name: string): unknown {
  const file = fileURLToPath(import.meta.resolve(name))
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Plans that import another country's. */
function readSharedPlans(files: readonly string[]): Record<string, string> {
  const plans = files.filter(file => file.startsWith('chunks/plans-'))
  return Object.fromEntries(
    plans.flatMap(file => {
      const [, main] = /from '\.\/(\w+)\.js'/.exec(readFileSync(`${scriptFolder}/${file}`, 'utf8')) ?? []
      return main ? [[/(\w+)\.js$/.exec(file)![1], main]] : []
    }),
  ) as Record<string, string>
}
