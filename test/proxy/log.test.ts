import assert from 'node:assert/strict'
import {execFileSync, spawn, spawnSync, type StdioOptions} from 'node:child_process'
import {once} from 'node:events'
import {openSync, readFileSync, writeFileSync} from 'node:fs'
import {connect, createServer, type AddressInfo} from 'node:net'
import {createInterface} from 'node:readline'
import {text} from 'node:stream/consumers'
import {test, type TestContext} from 'node:test'
import {startContactApi} from '../support/contact-api.ts'
import {freshPath, until} from '../support/outbox.ts'
import {person} from '../support/proxy.ts'

const token = 'metrics-token-0123456789'

const asCommand = ['src/cli.ts', 'proxy']
const asLibrary = [
  '--input-type=module',
  '-e',
  `const {startProxy} = await import('./src/proxy/node.ts')
  const proxy = await startProxy(process.env, {logsAddress: true})
  process.once('SIGTERM', () => proxy.close())`,
]

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const {port} = server.address() as AddressInfo // it listens on TCP
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Starts a proxy in a process of its own on a known port, because its log may be unreadable. */
async function start(t: TestContext, args: string[], stdout: number | 'pipe') {
  const api = await startContactApi()
  const port = await freePort()
  const stdio: StdioOptions = ['ignore', stdout, 'pipe']
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      CONTACT_API_URL: api.url,
      CONTACT_ACCOUNT_ID: 'acc-1',
      CONTACT_ACCOUNT_SECRET: 's',
      OUTBOX: 'none',
      RATE_LIMIT_PERSON: 'off',
      METRICS_TOKEN: token,
      PORT: String(port),
    },
    stdio,
  })
  const stderr = text(child.stderr!) // a pipe, as `stdio` says
  const ended = once(child, 'exit')
  t.after(() => {
    child.kill('SIGKILL')
    return api.close()
  })
  const address = `http://127.0.0.1:${port}`
  const isUp = () =>
    fetch(`${address}/healthz`).then(
      ({ok}) => ok,
      () => false,
    )
  await until('the proxy', isUp)
  return {
    child,
    port,
    send: async () =>
      (
        await fetch(`${address}/api/signup`, {
          method: 'POST',
          headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
          body: JSON.stringify(person),
        })
      ).status,
    async countDropped() {
      const response = await fetch(`${address}/metrics`, {headers: {authorization: `Bearer ${token}`}})
      return Number(/^contact_signup_log_lines_dropped_total (\d+)$/m.exec(await response.text())?.[1])
    },
    async stop() {
      child.kill('SIGTERM')
      const [code] = await ended
      return {code: code as number, stderr: await stderr}
    },
  }
}

for (const [kind, args] of [
  ['the command', asCommand],
  ['startProxy', asLibrary],
] as const) {
  test(`${kind} goes on when the reader of its log has ended`, async t => {
    const {child, send, countDropped, stop} = await start(t, args, 'pipe')
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    for (let sent = 0; sent < 3; sent += 1) assert.equal(await send(), 201)
    await until('the count of dropped lines', async () => (await countDropped()) >= 3)
    assert.deepEqual(await stop(), {code: 0, stderr: ''})
  })

  test(`${kind} starts and goes on when its log is on a full disk`, {skip: process.platform !== 'linux'}, async t => {
    const {send, countDropped, stop} = await start(t, args, openSync('/dev/full', 'w'))
    assert.equal(await send(), 201)
    await until('the count of dropped lines', async () => (await countDropped()) >= 2) // `listening` and `created`
    assert.deepEqual(await stop(), {code: 0, stderr: ''})
  })
}

/** The log, line by line; throws if one is no JSON. */
const parse = (log: string) =>
  log
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as {event: string; count?: number})

const canLimit = spawnSync('prlimit', ['--version']).status === 0

test('writes how many lines were dropped once the disk has space again', {skip: !canLimit}, async t => {
  const file = `${freshPath()}.log`
  writeFileSync(file, '')
  const {child, send, countDropped, stop} = await start(t, asCommand, openSync(file, 'a'))
  const limitFileSize = (bytes: string) => execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}`])
  await send()
  await until('the first lead', () => readFileSync(file, 'utf8').includes('created'))
  limitFileSize(`${readFileSync(file).length + 20}:unlimited`) // part of the next line fits
  for (let sent = 0; sent < 3; sent += 1) await send()
  const count = await until('the dropped lines', async () => ((await countDropped()) === 3 ? 3 : undefined))
  limitFileSize('unlimited:unlimited')
  await send()
  await stop()
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const torn = lines.filter(line => !line.endsWith('}'))
  assert.ok(torn.length <= 1)
  const events = parse(lines.filter(line => !torn.includes(line)).join('\n'))
  assert.deepEqual(
    events.map(({event}) => event),
    ['listening', 'created', 'log_lines_dropped', 'created', 'stopping', 'stopped'],
  )
  assert.equal(events[2]!.count, count)
})

test('responds while the reader of its log stalls, keeps a bounded number of lines and reports the others', async t => {
  const {child, port, countDropped, stop} = await start(t, asCommand, 'pipe')
  const requests = 20_000
  const socket = connect(port, '127.0.0.1')
  socket.resume().write('GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(requests)) // each is logged
  const dropped = await until('dropped lines', async () => (await countDropped()) || undefined)
  assert.ok(dropped > 0)
  const counts = {not_found: 0, log_lines_dropped: 0}
  for await (const line of createInterface(child.stdout!)) {
    const {event, count} = JSON.parse(line) as {event: string; count: number}
    if (event === 'not_found') counts.not_found += 1
    else if (event === 'log_lines_dropped') counts.log_lines_dropped += count
    if (counts.not_found + counts.log_lines_dropped === requests) break
  }
  assert.equal(counts.log_lines_dropped, await countDropped())
  assert.ok(counts.not_found < requests)
  socket.destroy()
  assert.equal((await stop()).stderr, '')
})
