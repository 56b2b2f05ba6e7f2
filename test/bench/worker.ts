/**
 * Measures how many leads one Durable Object takes in workerd on this machine: `npm run bench:worker`. The contact API, the
 * load generator and workerd share its cores. `CONNECTIONS` and `SECONDS` change the load.
 */
import {spawn} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {startWorker} from '../support/workerd/worker.ts'
import {load, type LoadResult} from './proxy/load.ts'
import {median, quantile} from './support/statistics.ts'
import {toTable} from './support/table.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const {ROUNDS = '5', SECONDS = '4', CONNECTIONS = '50'} = process.env

const api = spawn(process.execPath, ['test/bench/proxy/upstream.ts'], {stdio: ['ignore', 'pipe', 'inherit']})
const [line] = await once(api.stdout, 'data')
const settings = {
  CONTACT_API_URL: String(line).trim(),
  CONTACT_ACCOUNT_ID: 'bench',
  CONTACT_ACCOUNT_SECRET: 'bench',
  ALLOWED_ORIGINS: 'https://www.example.com',
  RATE_LIMIT_ADDRESS: '1000000/60',
  RATE_LIMIT_TOTAL: '1000000/60',
  MAX_ATTEMPTS: '64',
  LOG_LEVEL: 'warn',
}
const contenders: Record<string, Record<string, string>> = {
  'the Durable Object': {},
  'with OUTBOX_KEY': {OUTBOX_KEY: randomBytes(32).toString('base64')},
}

const rows = [['', 'leads/s', 'p50', 'p99', 'failed']]
for (const [name, variables] of Object.entries(contenders)) {
  const storage = mkdtempSync(join(tmpdir(), 'signup-bench-'))
  const worker = await startWorker({...settings, ...variables}, {storage})
  const url = new URL('/api/signup', worker.address).href
  await load(url, Number(CONNECTIONS), 1) // warms up
  const results: LoadResult[] = []
  for (let round = 0; round < Number(ROUNDS); round += 1)
    results.push(await load(url, Number(CONNECTIONS), Number(SECONDS)))
  const column = (read: (result: LoadResult) => number) => median(results.map(read))
  rows.push([
    name,
    column(({perSecond}) => perSecond).toFixed(0),
    `${column(({latencies}) => quantile(latencies, 0.5)).toFixed(1)} ms`,
    `${column(({latencies}) => quantile(latencies, 0.99)).toFixed(1)} ms`,
    String(results.reduce((sum, {failed}) => sum + failed, 0)),
  ])
  await worker.stop()
}
console.log(toTable(rows))
api.kill()
