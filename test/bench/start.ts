/**
 * Measures how the form starts, next to its peers: `npm run bench:start -- --rounds 9 --verbose`. It is a report and no
 * test: it fails only when it cannot measure. README.md explains the method and the options.
 */
import {mkdirSync, writeFileSync} from 'node:fs'
import {loadavg} from 'node:os'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {openBrowser} from '../support/page/visitor.ts'
import {bundlePages} from './start/bundle.ts'
import {pages, selectPages} from './start/pages.ts'
import {toReport, type Rounds} from './start/report.ts'
import {measure, slowness} from './start/visit.ts'
import {installPeers} from './support/packages.ts'
import {serve} from './support/serve.ts'
import {rotate} from './support/statistics.ts'

const {values: options} = parseArgs({
  options: {
    rounds: {type: 'string', default: '9'},
    pages: {type: 'string', default: pages.map(({name}) => name).join()},
    against: {type: 'string'},
    verbose: {type: 'boolean', default: false},
  },
})
const count = Number(options.rounds)
if (!Number.isInteger(count) || count < 1) throw new Error('--rounds takes a whole number from 1')
const selected = selectPages(options.pages.split(','), options.against)

const cache = fileURLToPath(new URL('../../.cache/bench/', import.meta.url))
if (selected.some(({kind}) => kind === 'component' || kind === 'handmade')) installPeers()
console.log('bundling')
await bundlePages(selected, `${cache}start`)
await using site = await serve({start: `${cache}start`})
await using browser = await openBrowser({whole: true})

const rounds: Rounds = Object.fromEntries(selected.map(({name}) => [name, []]))
// The first visit also starts parts of the browser: it is not counted.
await measure(browser, selected[0]!, `${site.url}/start/${selected[0]!.name}/`)
for (let round = 0; round < count; round += 1) {
  console.log(`round ${round + 1} of ${count}, load ${loadavg()[0]!.toFixed(1)}`)
  for (const page of rotate(selected, round))
    rounds[page.name]!.push(await measure(browser, page, `${site.url}/start/${page.name}/`))
}

mkdirSync(cache, {recursive: true})
writeFileSync(`${cache}start.json`, JSON.stringify(rounds))
console.log(
  `\nChromium ${browser.version()}, processor ${slowness.cpu} times slower, ${slowness.latency} ms latency, ${slowness.kbps} kbit/s, ${count} rounds\n`,
)
console.log(toReport(selected, rounds, options.verbose))
