/**
 * Measures the built form's response to keys, its memory leaks, and the cost of many forms on a page: `npm run
 * bench:typing`. It is a report and no test; typing/README.md explains the method and the options.
 */
import {cpus, loadavg} from 'node:os'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {openBrowser} from '../support/page/visitor.ts'
import {serve} from './support/serve.ts'
import {openSlowPage} from './support/slow-page.ts'
import {timeFields, timeFirstKeys, workFields} from './typing/fields.ts'
import {timeGrowth} from './typing/growth.ts'
import {fieldNames} from './typing/keys.ts'
import {findLeaks} from './typing/leaks.ts'
import {toFieldTable, toFirstKeyTable, toGrowthTable, toLeakTable, toWorkTable} from './typing/report.ts'

const {values: options, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    part: {type: 'string', multiple: true, default: ['fields', 'work', 'first', 'leaks', 'growth']},
    forms: {type: 'string', multiple: true, default: ['1', '50']},
    rounds: {type: 'string', default: '1'},
    elements: {type: 'string', default: '1000'},
    dist: {type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url))},
  },
})
const rounds = Number(options.rounds)
const counts = options.forms.map(Number)
const fields = positionals.length > 0 ? positionals : fieldNames
/** One field of each kind that loads a different chunk. */
const firstFields = ['name_first', 'email', 'phone', 'phone_country']
requireKnown('field', positionals, fieldNames)

await using browser = await openBrowser({whole: true})
await using site = await serve({dist: options.dist, page: fileURLToPath(new URL('typing/page', import.meta.url))})
const {url} = site

const parts: Record<string, () => Promise<void>> = {
  async fields() {
    for (const forms of counts) {
      const times = await timeFields(browser, url, {forms, rounds, fields})
      show(`Time from key press to painted frame (ms): ${toCount(forms)} on the page, all in use`, toFieldTable(times))
    }
  },
  async work() {
    for (const forms of counts) {
      const work = await workFields(browser, url, {forms, rounds, fields})
      show(`CPU time of a key, not slowed (ms): ${toCount(forms)} on the page`, toWorkTable(work))
    }
  },
  async first() {
    for (const forms of counts) {
      const times = await timeFirstKeys(browser, url, {forms, rounds: rounds * 3, fields: firstFields})
      show(
        `The first six keys on a page (ms): ${toCount(forms)}, without any interaction before`,
        toFirstKeyTable(times),
      )
    }
  },
  async leaks() {
    show('Memory in use after the forms are removed', toLeakTable(await findLeaks(openPage, Number(options.elements))))
  },
  async growth() {
    await using fast = await openPage()
    show('Cost of a form among many', toGrowthTable(await timeGrowth(fast, rounds * 5)))
  },
}

requireKnown('part', options.part, Object.keys(parts))
for (const part of options.part) await parts[part]!()

/** Not slowed: neither leaks nor ratios of times depend on it. */
async function openPage() {
  const fast = await openSlowPage(browser)
  await fast.page.goto(`${url}/page/`)
  await fast.page.evaluate(() => customElements.whenDefined('contact-signup'))
  return fast
}

function toCount(forms: number): string {
  return forms === 1 ? '1 form' : `${forms} forms`
}

/** Prints the load too: other programs on the machine make every time longer. */
function show(title: string, table: string): void {
  console.log(`\n${title}\nprocessors: ${cpus().length}, load: ${loadavg()[0]!.toFixed(1)}\n\n${table}`)
}

function requireKnown(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter(name => !known.includes(name))
  if (unknown.length > 0) throw new Error(`unknown ${what} ${unknown.join(', ')}, expected one of: ${known.join(' ')}`)
}
