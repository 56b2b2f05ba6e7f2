import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {test} from 'node:test'
import {startContactApi} from '../support/contact-api.ts'
import {freshPath} from '../support/outbox.ts'
import {person} from '../support/proxy.ts'
import {compileShim} from './compile-shim.ts'
import {startProxyProcess} from './proxy-process.ts'

/** Half of the two seconds that each fsync takes: what waits for one takes longer. */
const maxResponseMs = 1_000
const shim = compileShim('slow-disk.c')

test(
  'responds to everything that does not wait for the disk while a commit takes two seconds',
  {skip: !shim && 'needs a C compiler on Linux'},
  async () => {
    await using api = await startContactApi()
    const path = freshPath()
    const env = {CONTACT_API_URL: api.url, OUTBOX: `file:${path}`, LD_PRELOAD: shim!, SLOW_DISK: `${path}-slow`}
    const proxy = await startProxyProcess(env)
    const headers = {'content-type': 'application/json', connection: 'close'} // each request on a connection of its own
    const send = (email: string) =>
      fetch(proxy.endpoint, {
        method: 'POST',
        headers: {...headers, 'idempotency-key': randomUUID()},
        body: JSON.stringify({...person, email}),
      })
    assert.equal((await send('first@example.com')).status, 201)
    writeFileSync(`${path}-slow`, '')
    let isStored = false
    const slow = send('slow@example.com').finally(() => (isStored = true))
    const times: number[] = []
    while (!isStored) {
      const startedAt = performance.now()
      const response = await fetch(new URL('/healthz', proxy.endpoint), {headers: {connection: 'close'}})
      await response.text()
      if (!isStored) times.push(performance.now() - startedAt)
    }
    assert.equal((await slow).status, 201)
    assert.ok(times.length > 3 && Math.max(...times) < maxResponseMs, times.map(Math.round).join(' '))
    await proxy.kill('SIGTERM')
  },
)
