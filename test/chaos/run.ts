/** The long run: `npm run test:chaos -- --kills 200 --leads 100000 --proxies 2 --visitors 48`. */
import {parseArgs} from 'node:util'
import {summaryOf} from './audit.ts'
import {runChaos} from './chaos.ts'

const {values} = parseArgs({
  options: {
    kills: {type: 'string', default: '200'},
    leads: {type: 'string', default: '100000'},
    proxies: {type: 'string', default: '2'},
    visitors: {type: 'string', default: '48'},
  },
})
const begun = performance.now()
const seconds = () => ((performance.now() - begun) / 1000).toFixed(0)
const verdict = await runChaos({
  leads: Number(values.leads),
  kills: Number(values.kills),
  proxies: Number(values.proxies),
  visitors: Number(values.visitors),
  say: line => console.log(`${seconds().padStart(5)} s  ${line}`),
})
console.log(
  [...verdict.played]
    .sort(([, a], [, b]) => b - a)
    .map(([name, times]) => `${name} ${times}`)
    .join(', '),
)
for (const lead of verdict.lost.slice(0, 20)) console.log(`lost: ${lead}`)
for (const lead of verdict.doubled.slice(0, 20)) console.log(`doubled: ${lead}`)
for (const answer of verdict.odd.slice(0, 20)) console.log(`unexpected answer: ${answer}`)
console.log(`${verdict.kills} kills, ${values.proxies} proxies on one file, ${seconds()} s: ${summaryOf(verdict)}`)
process.exit(verdict.lost.length + verdict.doubled.length + verdict.odd.length > 0 ? 1 : 0)
