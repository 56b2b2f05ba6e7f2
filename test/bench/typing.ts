/**
 * Measures how the built form answers to keys, what it leaves behind, and what it costs among many: `npm run
 * bench:typing`. A report, not a test; what it does, and its options, are in typing/README.md.
 */
import {cpus, loadavg} from 'node:os'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {openBrowser} from '../support/visitor.ts'
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
/** Of each kind that loads something else. */
const firstFields = ['name_first', 'email', 'phone', 'phone_country']
requireKnown('field', positionals, fieldNames)

await using browser = await openBrowser()
await using site = await serve({dist: options.dist, page: fileURLToPath(new URL('typing/page', import.meta.url))})
const {url} = site

const parts: Record<string, () => Promise<void>> = {
  async fields() {
    for (const forms of counts) {
      const times = await timeFields(browser, url, {forms, rounds, fields})
      show(
        `Keys, from press to picture (ms): ${toCount(forms)} on the page, each typed into before`,
        toFieldTable(times),
      )
    }
  },
  async work() {
    for (const forms of counts) {
      const work = await workFields(browser, url, {forms, rounds, fields})
      show(`Work for a key, not slowed (ms of the processor): ${toCount(forms)} on the page`, toWorkTable(work))
    }
  },
  async first() {
    for (const forms of counts) {
      const times = await timeFirstKeys(browser, url, {forms, rounds: rounds * 3, fields: firstFields})
      show(`The first six keys of a page (ms): ${toCount(forms)}, none touched before`, toFirstKeyTable(times))
    }
  },
  async leaks() {
    show('What forms leave behind when they are gone', toLeakTable(await findLeaks(openPage, Number(options.elements))))
  },
  async growth() {
    await using fast = await openPage()
    show('What a form costs among others', toGrowthTable(await timeGrowth(fast, rounds * 5)))
  },
}

requireKnown('part', options.part, Object.keys(parts))
for (const part of options.part) await parts[part]!()

/** Not slowed: neither what is kept nor how times compare depends on that. */
async function openPage() {
  const fast = await openSlowPage(browser)
  await fast.page.goto(`${url}/page/`)
  await fast.page.evaluate(() => customElements.whenDefined('contact-signup'))
  return fast
}

function toCount(forms: number): string {
  return forms === 1 ? '1 form' : `${forms} forms`
}

/** With the load, for whoever else uses the machine makes every time longer. */
function show(title: string, table: string): void {
  console.log(`\n${title}\nprocessors: ${cpus().length}, load: ${loadavg()[0]!.toFixed(1)}\n\n${table}`)
}

function requireKnown(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter(name => !known.includes(name))
  if (unknown.length > 0) throw new Error(`unknown ${what} ${unknown.join(', ')}, expected any of: ${known.join(' ')}`)
}
