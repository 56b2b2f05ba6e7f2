import {readFileSync} from 'node:fs'

/** The sample of Wrangler's settings, as far as the tests read it. */
interface Sample {
  compatibility_date: string
  compatibility_flags: string[]
  durable_objects: {bindings: {name: string; class_name: string}[]}
  migrations: {new_sqlite_classes: string[]}[]
  vars: Record<string, string>
}

/** Reads JSON with comments on lines of their own and trailing commas. */
const parseJsonc = (text: string): unknown =>
  JSON.parse(text.replace(/^\s*\/\/.*$/gm, '').replace(/,(?=\s*[}\]])/g, ''))

export const sample = parseJsonc(readFileSync('src/proxy/deploy/wrangler.jsonc', 'utf8')) as Sample

/** The compatibility of every Worker in the tests. */
export const compatibility = {
  compatibilityDate: sample.compatibility_date,
  compatibilityFlags: sample.compatibility_flags,
}
