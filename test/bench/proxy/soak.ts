/**
 * Sends 200 leads a second for ten minutes, with the outbox, limits and metrics on: `node test/bench/proxy/soak.ts
 * [SECONDS]`. Prints each minute the number of failures, the 99th percentile of the latency, the resident memory of the
 * proxy, and the minimum of its heap in that minute, which is close to the size of its live objects.
 */
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, openSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Pool} from 'undici'
import {quantile} from '../support/statistics.ts'
import {toLead} from './load.ts'

process.chdir(fileURLToPath(new URL('../../..', import.meta.url)))
const seconds = Number(process.argv[2] ?? 600)
const rate = 200
const token = 'bench-metrics-token'
const folder = mkdtempSync(join(tmpdir(), 'signup-soak-'))

async function start(file: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [file], {
    env: {PATH: process.env.PATH, ...env},
    stdio: ['ignore', 'pipe', openSync(join(folder, 'errors'), 'a')],
  })
  const [line] = await once(child.stdout!, 'data')
  child.stdout!.resume()
  return {child, url: /http:[^"\s]+/.exec(String(line))![0]}
}

const api = await start('test/bench/proxy/upstream.ts')
const proxy = await start('src/proxy/cli.ts', {
  CONTACT_API_URL: api.url,
  CONTACT_ACCOUNT_ID: 'bench',
  CONTACT_ACCOUNT_SECRET: 'bench',
  PORT: '0',
  OUTBOX: `file:${join(folder, 'outbox.db')}`,
  RATE_LIMIT_ADDRESS: '1000000/60',
  RATE_LIMIT_TOTAL: '1000000/60',
  METRICS_TOKEN: token,
})
const {origin, pathname: path} = new URL(proxy.url)
const pool = new Pool(origin, {connections: 50})
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${proxy.child.pid}/status`, 'utf8'))?.[1]) / 1024

async function heap(): Promise<number> {
  const metrics = await fetch(`${origin}/metrics`, {headers: {authorization: `Bearer ${token}`}}).then(response =>
    response.text(),
  )
  return Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(metrics)?.[1]) / 2 ** 20
}

let latencies: number[] = []
let failed = 0
async function send(): Promise<void> {
  const {key, body} = toLead()
  const begin = performance.now()
  const status = await pool
    .request({method: 'POST', path, headers: {'content-type': 'application/json', 'idempotency-key': key}, body})
    .then(
      response => response.body.dump().then(() => response.statusCode),
      () => 0,
    )
  latencies.push(performance.now() - begin)
  if (status !== 201) failed += 1
}

const begin = performance.now()
let floor = Infinity
const samples = setInterval(
  () =>
    void heap().then(
      now => (floor = Math.min(floor, now || floor)),
      () => {},
    ),
  1_000,
)
const minutes = setInterval(() => {
  console.log(
    `${Math.round((performance.now() - begin) / 1000)} s: ${latencies.length} leads, ${failed} failed, p99 ${quantile(latencies, 0.99).toFixed(1)} ms, ${memory().toFixed(0)} MB, heap ${floor.toFixed(0)} MB`,
  )
  latencies = []
  floor = Infinity
}, 60_000)
let sent = 0
const ticks = setInterval(() => {
  for (const due = Math.floor(((performance.now() - begin) / 1000) * rate); sent < due; sent += 1) void send()
  if (performance.now() - begin < seconds * 1000) return
  clearInterval(ticks)
  clearInterval(minutes)
  clearInterval(samples)
  console.log(`${sent} leads in ${seconds} s, ${failed} failed, ${memory().toFixed(0)} MB`)
  void pool.close().then(() => {
    proxy.child.kill()
    api.child.kill()
  })
}, 10)
