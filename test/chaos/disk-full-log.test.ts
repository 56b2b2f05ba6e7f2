import assert from 'node:assert/strict'
import {test} from 'node:test'
import {openFile, until} from '../support/outbox.ts'
import {FaultServer} from './fault-server.ts'
import {canMountVolume, ProxyOnSmallVolume} from './small-volume.ts'

const skip = !canMountVolume() && 'this user may not mount a file system'

test('lives on, refuses leads and recovers if neither the outbox nor the log can be written', {skip}, async () => {
  const api = new FaultServer()
  await api.listen()
  api.endFaults()
  const proxy = await ProxyOnSmallVolume.start('3m', {CONTACT_API_URL: api.url, RATE_LIMIT_ADDRESS: 'off'})
  const {endpoint} = proxy
  const created: string[] = []
  let sent = 0
  const send = async () => {
    const name = `lead-${(sent += 1)}`
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
      body: JSON.stringify({email: `${name}@example.com`}),
    })
    if (response.ok) created.push(name)
    return {name, status: response.status, retryAfter: response.headers.get('retry-after')}
  }
  try {
    assert.equal((await send()).status, 201)
    for (let fillings = 0; fillings < 2; fillings += 1) {
      proxy.fill()
      await until('a lead is refused', async () => (await send()).status === 503)
      for (let leads = 0; leads < 100; leads += 1) {
        const {name, status, retryAfter} = await send()
        assert.deepEqual([status, Number(retryAfter) > 0, api.ledger.has(name)], [503, true, false])
      }
      const lines = proxy.log.length
      proxy.makeRoom()
      await until('a lead is accepted', async () => (await send()).status === 201)
      await until('the log goes on', () => proxy.log.length > lines)
    }
    assert.ok(proxy.isRunning)
    const operator = await openFile(proxy.path('outbox.db'))
    await until('every outcome is recorded', async () => {
      const {pending, sending} = await operator.counts(Date.now())
      return pending + sending === 0
    })
    await operator.close()
    assert.deepEqual(
      created.filter(name => api.ledger.get(name)?.length !== 1),
      [],
    )
  } finally {
    await proxy.kill()
    await api.stop()
  }
})
