import type {Configuration} from '../model/configuration.ts'
import {splitWords} from '../model/fields.ts'
import type {Product} from '../model/product.ts'
import {printPolicy} from './policy.ts'
import {printPrerender} from './prerender.ts'
import {printProxySettings} from './proxy.ts'
import {printImportMap, printScript} from './script.ts'
import {printProperties, printReservedHeight, type Heights} from './styles.ts'
import {printTag} from './tag.ts'

/** A text to copy. */
export interface Snippet {
  id: string
  title: string
  /** Where it belongs, and what to know of it. */
  note: string
  text: string
}

/** What is measured and computed beside the configuration. */
export interface Measured {
  /** Undefined until the form has been measured. */
  heights: Heights | undefined
  /** SHA-256 of the import map in base64; undefined until it is computed, and where the browser cannot. */
  importMapHash: string | undefined
}

/** All snippets of a configuration. Those without text are left out. */
export function snippetsOf(configuration: Configuration, product: Product, measured: Measured): Snippet[] {
  return [
    {id: 'tag', title: 'The tag', note: noteOfTag(configuration), text: printTag(configuration, product)},
    {
      id: 'script',
      title: 'The script',
      note: 'In the head. The browser refuses the file if somebody has changed it, so update the line with the file.',
      text: printScript(configuration, product),
    },
    {
      id: 'import-map',
      title: 'The import map',
      note: noteOfImportMap(configuration),
      text: printImportMap(configuration, product),
    },
    {
      id: 'properties',
      title: 'The look',
      note: 'In your style sheet.',
      text: printProperties(configuration, product),
    },
    {
      id: 'height',
      title: 'The reserved height',
      note: 'In your style sheet, so that the page does not move when the form appears. Measured in this browser at 328 and 640 pixels.',
      text: measured.heights ? printReservedHeight(measured.heights) : '',
    },
    {
      id: 'policy',
      title: 'The content security policy',
      note: noteOfPolicy(measured),
      text: printPolicy(configuration, measured.importMapHash),
    },
    {
      id: 'proxy',
      title: 'The proxy’s settings',
      note: 'Beside the account of your contact API. The proxy leaves out tags, lists and fields that are not listed. For a shell, systemd or `node --env-file`; Docker’s takes no quotes.',
      text: printProxySettings(configuration),
    },
    {
      id: 'prerender',
      title: 'Prerendered',
      note: 'Prints the tag with the whole form, which shows with the page and works without JavaScript. Add what `npx contact-signup prerender --csp` prints to style-src.',
      text: printPrerender(configuration, product),
    },
  ].filter(({text}) => text !== '')
}

function noteOfPolicy({importMapHash}: Measured): string {
  const hash = importMapHash
    ? 'It has the hash of the import map exactly as printed here.'
    : 'Open this page over HTTPS to have the hash of the import map in it.'
  return `The header Content-Security-Policy: what the form needs. Merge it with what your page needs. ${hash}`
}

function noteOfTag({attributes}: Configuration): string {
  const hasTerms = splitWords(attributes.consent ?? 'terms').includes('terms')
  const advice =
    hasTerms && !attributes['terms-url'] ? ' Set the terms URL: visitors must be able to read what they accept.' : ''
  return `Where the form belongs.${advice}`
}

function noteOfImportMap(configuration: Configuration): string {
  const first = 'In the head, before the script: has the browser check the files that the script loads.'
  const language = configuration.attributes.lang ? '' : ' Choose a language to include its file.'
  const plans = configuration.attributes.countries
    ? ' It has the numbering plans of your countries.'
    : ' It has the most common numbering plans; choose countries to have theirs.'
  return `${first}${language}${plans}`
}
