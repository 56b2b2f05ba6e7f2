/**
 * Measures how the form starts, beside its peers: `npm run bench:start -- --rounds 9 --verbose`. A report, not a test:
 * it fails only where it cannot measure. What is measured, and how: README.md.
 */
import {mkdirSync, writeFileSync} from 'node:fs'
import {loadavg} from 'node:os'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {openBrowser} from '../support/visitor.ts'
import {installPeers} from './support/packages.ts'
import {serve} from './support/serve.ts'
import {rotate} from './support/statistics.ts'
import {bundlePages} from './start/bundle.ts'
import {pages} from './start/pages.ts'
import {toReport, type Rounds} from './start/report.ts'
import {measure, slowness} from './start/visit.ts'

const {rounds: wanted, verbose} = parseArgs({
  options: {rounds: {type: 'string', default: '9'}, verbose: {type: 'boolean', default: false}},
}).values
const count = Number(wanted)
if (!Number.isInteger(count) || count < 1) throw new Error('--rounds takes a whole number from 1')

const cache = fileURLToPath(new URL('../../.cache/bench/', import.meta.url))
installPeers()
console.log('bundling')
await bundlePages(`${cache}start`)
await using site = await serve({start: `${cache}start`})
await using browser = await openBrowser()

const rounds: Rounds = Object.fromEntries(pages.map(({name}) => [name, []]))
await measure(browser, pages[0]!, `${site.url}/start/${pages[0]!.name}/`) // the browser's own first steps
for (let round = 0; round < count; round += 1) {
  console.log(`round ${round + 1} of ${count}, load ${loadavg()[0]!.toFixed(1)}`)
  for (const page of rotate(pages, round))
    rounds[page.name]!.push(await measure(browser, page, `${site.url}/start/${page.name}/`))
}

mkdirSync(cache, {recursive: true})
writeFileSync(`${cache}start.json`, JSON.stringify(rounds))
console.log(
  `\nChromium ${browser.version()}, processor ${slowness.cpu} times slower, ${slowness.latency} ms latency, ${slowness.kbps} kbit/s, ${count} rounds\n`,
)
console.log(toReport(rounds, verbose))
