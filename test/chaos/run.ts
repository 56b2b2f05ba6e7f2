/** Runs the long chaos test: `npm run test:chaos -- --kills 200 --leads 100000 --proxies 2 --visitors 48`. */
import {parseArgs} from 'node:util'
import {summaryOf} from './audit.ts'
import {runChaos} from './chaos.ts'
import {newSeed} from './random.ts'

const {values} = parseArgs({
  options: {
    kills: {type: 'string', default: '200'},
    leads: {type: 'string', default: '100000'},
    proxies: {type: 'string', default: '2'},
    visitors: {type: 'string', default: '48'},
    seed: {type: 'string', default: String(newSeed())},
  },
})
console.log(`seed ${values.seed}`)
const startedAt = performance.now()
const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(0)
const result = await runChaos({
  leads: Number(values.leads),
  kills: Number(values.kills),
  proxies: Number(values.proxies),
  visitors: Number(values.visitors),
  seed: Number(values.seed),
  log: line => console.log(`${seconds().padStart(5)} s  ${line}`),
})
console.log(
  [...result.faultCounts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', '),
)
for (const lead of result.lost.slice(0, 20)) console.log(`lost: ${lead}`)
for (const lead of result.doubled.slice(0, 20)) console.log(`doubled: ${lead}`)
for (const response of result.unexpected.slice(0, 20)) console.log(`unexpected response: ${response}`)
console.log(`${result.kills} kills, ${values.proxies} proxies on one file, ${seconds()} s: ${summaryOf(result)}`)
process.exit(result.lost.length + result.doubled.length + result.unexpected.length > 0 ? 1 : 0)
