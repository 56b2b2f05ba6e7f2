/**
 * Compares the proxy with minimal proxies on this machine: `npm run bench:proxy`. Each round runs all of them, so that
 * other programs on the machine slow all of them alike; the columns are medians of the rounds.
 */
import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, fdatasyncSync, mkdtempSync, openSync, writeSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {load, type LoadResult} from './proxy/load.ts'
import {installPeers} from './support/packages.ts'
import {median, quantile, rotate} from './support/statistics.ts'
import {toTable} from './support/table.ts'
import {startPostgres} from '../support/postgres.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
installPeers()
const {ROUNDS = '7', SECONDS = '4', CONNECTIONS = '50', ONLY = ''} = process.env
const folder = mkdtempSync(join(tmpdir(), 'signup-bench-'))
const children: ChildProcess[] = []

/** Starts a server in its own process, with its log in a file, as in production; resolves with its URL. */
async function start(name: string, file: string, env: Record<string, string> = {}): Promise<string> {
  const log = openSync(join(folder, `${name.replace(/\W+/g, '-')}.log`), 'w')
  const child = spawn(process.execPath, [file], {env: {PATH: process.env.PATH, ...env}, stdio: ['ignore', 'pipe', log]})
  children.push(child)
  const [line] = await once(child.stdout!, 'data')
  child.stdout!.resume()
  return /http:[^"\s]+/.exec(String(line))![0]
}

const api = await start('api', 'test/bench/proxy/upstream.ts')
const settings = {
  CONTACT_API_URL: api,
  CONTACT_ACCOUNT_ID: 'bench',
  CONTACT_ACCOUNT_SECRET: 'bench',
  ALLOWED_ORIGINS: 'https://www.example.com',
  PORT: '0',
  OUTBOX: 'none',
  RATE_LIMIT_ADDRESS: '1000000/60',
  RATE_LIMIT_TOTAL: '1000000/60',
  METRICS_TOKEN: 'bench-metrics-token',
}
const contenders: Record<string, () => Promise<string>> = {
  'the API itself': async () => api,
  'node:http and undici': () => start('bare', 'test/bench/proxy/bare.ts', {CONTACT_API_URL: api}),
  'fastify and reply-from': () => start('fastify', 'test/bench/proxy/reply-from.js', {CONTACT_API_URL: api}),
  'this proxy, without an outbox': () => start('proxy', 'src/proxy/cli.ts', settings),
  'this proxy, with SQLite': () =>
    start('sqlite', 'src/proxy/cli.ts', {...settings, OUTBOX: `file:${join(folder, 'outbox.db')}`}),
  'this proxy, with PostgreSQL': async () =>
    start('postgres', 'src/proxy/cli.ts', {...settings, OUTBOX: await createDatabase('one')}),
}
let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined
const createDatabase = async (name: string) => (await (postgres ??= await startPostgres())).createDatabase(name)

/** The median time, in milliseconds, to append a page to a file and wait for the disk. */
function measureSync(): number {
  const file = openSync(join(folder, 'sync'), 'w')
  const page = Buffer.alloc(4096)
  const times = Array.from({length: 100}, () => {
    const startedAt = performance.now()
    writeSync(file, page)
    fdatasyncSync(file)
    return performance.now() - startedAt
  })
  closeSync(file)
  return median(times)
}

const names = Object.keys(contenders).filter(name => name.includes(ONLY))
const urls = Object.fromEntries(await Promise.all(names.map(async name => [name, await contenders[name]!()] as const)))
const rounds: Record<string, LoadResult[]> = Object.fromEntries(names.map(name => [name, []]))
for (const name of names) await load(urls[name]!, Number(CONNECTIONS), 2)
for (let round = 0; round < Number(ROUNDS); round += 1)
  for (const name of rotate(names, round))
    rounds[name]!.push(await load(urls[name]!, Number(CONNECTIONS), Number(SECONDS)))
for (const child of children) child.kill()
await postgres?.stop()

const figures = names.map(name => {
  const results = rounds[name]!
  return {
    name,
    rate: median(results.map(({perSecond}) => perSecond)),
    p50: median(results.map(({latencies}) => quantile(latencies, 0.5))),
    p99: median(results.map(({latencies}) => quantile(latencies, 0.99))),
    failed: results.reduce((sum, {failed}) => sum + failed, 0),
  }
})
const bare = figures.find(({name}) => name === 'node:http and undici')
const share = (value: number, of: number | undefined) => (of === undefined ? '–' : (value / of).toFixed(2))
console.log(`\n${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each, interleaved; medians of rounds`)
console.log(`fdatasync of a page in ${folder}: ${measureSync().toFixed(2)} ms\n`)
console.log(
  toTable([
    ['', 'requests/s', '× bare', 'p50 ms', 'p99 ms', '× bare', 'failed'],
    ...figures.map(({name, rate, p50, p99, failed}) => [
      name,
      rate.toFixed(0),
      share(rate, bare?.rate),
      p50.toFixed(2),
      p99.toFixed(2),
      share(p99, bare?.p99),
      String(failed),
    ]),
  ]),
)
