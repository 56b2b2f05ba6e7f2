/**
 * Compares one, two and four proxies on one PostgreSQL: `npm run bench:scaling`. The contact API takes 50 ms a lead, so that
 * proxies wait for it and for the database, not for the processor: the ratio shows what they wait for one another.
 */
import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {fileURLToPath} from 'node:url'
import {startPostgres} from '../support/postgres.ts'
import {load} from './proxy/load.ts'
import {median, quantile} from './support/statistics.ts'
import {toTable} from './support/table.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const {ROUNDS = '5', SECONDS = '4', CONNECTIONS = '8', DELAY_MS = '50'} = process.env
const proxyCounts = [1, 2, 4]
const children: ChildProcess[] = []

async function start(file: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [file], {
    env: {PATH: process.env.PATH, ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = await once(child.stdout!, 'data')
  child.stdout!.resume()
  return /http:[^"\s]+/.exec(String(line))![0]
}

const postgres = await startPostgres()
const env = {
  CONTACT_API_URL: await start('test/bench/proxy/upstream.ts', {DELAY_MS}),
  CONTACT_ACCOUNT_ID: 'bench',
  CONTACT_ACCOUNT_SECRET: 'bench',
  ALLOWED_ORIGINS: 'https://www.example.com',
  PORT: '0',
  OUTBOX: await postgres.createDatabase('scaling'),
  RATE_LIMIT_ADDRESS: '1000000/60',
}
const urls: string[] = []
for (const _proxy of Array(Math.max(...proxyCounts))) urls.push(await start('src/proxy/cli.ts', env))

/** Leads a second of the first `count` proxies, each with its own connections, and the latency of each lead. */
async function measure(count: number): Promise<{perSecond: number; latencies: number[]}> {
  const results = await Promise.all(urls.slice(0, count).map(url => load(url, Number(CONNECTIONS), Number(SECONDS))))
  return {
    perSecond: results.reduce((sum, {perSecond}) => sum + perSecond, 0),
    latencies: results.flatMap(({latencies}) => latencies),
  }
}

await measure(urls.length)
const rounds = new Map(proxyCounts.map(count => [count, [] as Awaited<ReturnType<typeof measure>>[]]))
for (let round = 0; round < Number(ROUNDS); round += 1)
  for (const count of proxyCounts) rounds.get(count)!.push(await measure(count))
for (const child of children) child.kill()
await postgres.stop()

const rateOf = (count: number) => median(rounds.get(count)!.map(({perSecond}) => perSecond))
console.log(`\n${CONNECTIONS} connections to each proxy, API of ${DELAY_MS} ms, medians of ${ROUNDS} rounds\n`)
console.log(
  toTable([
    ['proxies', 'leads/s', '× one', 'p50 ms', 'p99 ms'],
    ...proxyCounts.map(count => {
      const latencies = rounds.get(count)!.flatMap(round => round.latencies)
      return [
        String(count),
        rateOf(count).toFixed(0),
        (rateOf(count) / rateOf(1)).toFixed(2),
        quantile(latencies, 0.5).toFixed(1),
        quantile(latencies, 0.99).toFixed(1),
      ]
    }),
  ]),
)
