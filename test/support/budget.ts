import {globSync, readFileSync} from 'node:fs'
import {brotliCompressSync, constants} from 'node:zlib'

/** What loads at one moment, the size that the documentation promises, and the size that is allowed. */
export interface Budget {
  what: string
  files: string[]
  bytes: number
  /** In bytes, from the table of sizes in demo/docs/speed.md, which is in kB. */
  promised: number
  limit: number
}

/** Bytes after brotli at its highest quality. */
export const brotli = (file: string): number =>
  brotliCompressSync(readFileSync(file), {params: {[constants.BROTLI_PARAM_QUALITY]: 11}}).length

/** The script tag's late chunks of a name. */
export const chunk = (name: string): string[] => globSync(`dist/chunks/${name}-*.js`)

/** Each numbering plan of the script tag. */
export const plans = (): string[] => globSync('dist/chunks/plans-*/*.js')

const byWeight = (files: string[]): string[] => files.sort((a, b) => brotli(b) - brotli(a))

/** The budget, measured on what is built. */
export function measure(): Budget[] {
  const page = readFileSync('demo/docs/speed.md', 'utf8')
  const heaviest = byWeight(plans()).slice(0, 1)
  const languages = byWeight(globSync('dist/chunks/words-*/*.js'))
  const rows: [what: string, row: string, files: string[], limit: number][] = [
    ['the script tag', 'to see the form and type', ['dist/contact-signup.js'], 14_500],
    ['what hydrates', 'if the form is prerendered', chunk('hydrate-form'), 3900],
    [
      'the first interaction',
      'first interaction with any other field',
      [...chunk('interaction'), ...chunk('contact')],
      10_900,
    ],
    [
      'the first interaction with the phone',
      'first interaction with the phone',
      [...chunk('interaction'), ...chunk('phone-field'), ...heaviest],
      14_700,
    ],
    [
      'the first interaction with its country',
      'first interaction with its country',
      [...chunk('interaction'), ...chunk('contact'), ...chunk('country-picker')],
      15_500,
    ],
    ['the heaviest plan', 'heaviest numbering plan, of', heaviest, 2700],
    ['the first key', 'first key', chunk('session'), 7900],
    ['the receipt', 'after a success with a consent', chunk('receipt'), 2000],
    ['custom fields', 'fields of your own', chunk('custom-fields'), 1200],
    ['filled values', 'fills fields without the visitor', chunk('filled-values'), 800],
    ['proof of work', 'asks for proof of work', chunk('proof-of-work'), 1400],
    ['the heaviest language', 'texts of another language', languages.slice(0, 1), 1500],
  ]
  return rows.map(([what, row, files, limit]) => ({
    what,
    files,
    bytes: files.map(brotli).reduce((sum, size) => sum + size, 0),
    promised: Number(new RegExp(`${row}[^|]*\\| ([\\d.]+) kB`).exec(page)?.[1]) * 1000,
    limit,
  }))
}
