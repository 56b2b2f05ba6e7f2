import {options, type Option} from './options.ts'

/** What `contact-signup help` says about this command. Loads nothing that renders. */
export const help = {
  usage: 'prerender [--ATTRIBUTE VALUE …] [--slots FILE] | --page FILE [--stylesheet URL] | --csp',
  summary: 'print the tag, or a page with its tags, as HTML that works without JavaScript',
  details: () => `\nOptions:\n${Object.entries(options).map(toLine).join('\n')}`,
}

const toLine = ([name, {value = '', meaning}]: [string, Option]) => `  ${`--${name} ${value}`.padEnd(21)} ${meaning}`
