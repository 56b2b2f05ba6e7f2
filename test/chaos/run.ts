/**
 * Runs a long chaos test, and prints the seed that repeats its random choices:
 *
 *     npm run test:chaos -- --kills 200 --leads 100000 --proxies 2 --visitors 48
 *     npm run test:chaos -- --postgres --leads 10000 --kills 20 --proxies 3 --database-stops 6
 *     npm run test:chaos -- --power-cuts 300
 */
import {parseArgs} from 'node:util'
import {startPostgres} from '../support/postgres.ts'
import {summaryOf} from './audit.ts'
import {runChaos, type ChaosResult} from './chaos.ts'
import {runPowerCuts} from './power-cut/long-run.ts'
import {newSeed} from './random.ts'

const {values} = parseArgs({
  options: {
    kills: {type: 'string', default: '200'},
    leads: {type: 'string'},
    proxies: {type: 'string', default: '2'},
    visitors: {type: 'string'},
    postgres: {type: 'boolean', default: false},
    'database-stops': {type: 'string', default: '0'},
    'power-cuts': {type: 'string'},
    seed: {type: 'string', default: String(newSeed())},
  },
})
const seed = Number(values.seed)
const startedAt = performance.now()
const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(0)
const log = (line: string) => console.log(`${seconds().padStart(5)} s  ${line}`)

if (Number(values['database-stops']) > 0 && !values.postgres) throw new Error('--database-stops needs --postgres')
console.log(`seed ${seed}`)
const succeeded = await (values['power-cuts'] === undefined ? killProxies() : cutPower(Number(values['power-cuts'])))
process.exit(succeeded ? 0 : 1)

function cutPower(cuts: number): Promise<boolean> {
  return runPowerCuts({cuts, leads: Number(values.leads ?? 3000), visitors: Number(values.visitors ?? 16), seed, log})
}

async function killProxies(): Promise<boolean> {
  const postgres = values.postgres ? await startPostgres() : undefined
  const result = await runChaos({
    leads: Number(values.leads ?? 100_000),
    kills: Number(values.kills),
    proxies: Number(values.proxies),
    visitors: Number(values.visitors ?? 48),
    seed,
    log,
    ...(postgres && {
      place: {kind: 'postgres', url: await postgres.createDatabase('chaos')},
      databaseStops: {count: Number(values['database-stops']), whileCrashed: postgres.whileCrashed},
    }),
  }).finally(() => postgres?.stop())
  report(result)
  return result.lost.length + result.doubled.length + result.unexpected.length === 0
}

function report({kills, databaseStops, faultCounts, unexpected, ...result}: ChaosResult): void {
  const faults = [...faultCounts].sort(([, a], [, b]) => b - a)
  console.log(faults.map(([name, count]) => `${name} ${count}`).join(', '))
  for (const lead of result.lost.slice(0, 20)) console.log(`lost: ${lead}`)
  for (const lead of result.doubled.slice(0, 20)) console.log(`doubled: ${lead}`)
  for (const response of unexpected.slice(0, 20)) console.log(`unexpected response: ${response}`)
  const store = values.postgres ? `one PostgreSQL database with ${databaseStops} stops` : 'one file'
  console.log(`${kills} kills, ${values.proxies} proxies on ${store}, ${seconds()} s: ${summaryOf(result)}`)
}
