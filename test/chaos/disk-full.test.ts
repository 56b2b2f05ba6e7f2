import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {test} from 'node:test'
import {openFile, until} from '../support/outbox.ts'
import {FaultServer} from './fault-server.ts'
import {startProxyProcess} from './proxy-process.ts'

test('refuses leads while the disk is full, and loses none', async context => {
  const disk = mkdtempSync(join(tmpdir(), 'signup-disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status !== 0)
    return context.skip('this user may not mount a file system')
  const api = new FaultServer()
  await api.listen()
  api.endFaults()
  const outbox = {kind: 'file', path: join(disk, 'outbox.db')} as const
  const proxy = await startProxyProcess({
    CONTACT_API_URL: api.url,
    OUTBOX: `file:${outbox.path}`,
    RATE_LIMIT_ADDRESS: 'off',
    RATE_LIMIT_PERSON: 'off',
  })
  let sent = 0
  const send = async () => {
    const body = JSON.stringify({email: `lead-${(sent += 1)}@example.com`})
    const response = await fetch(proxy.endpoint, {
      method: 'POST',
      headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
      body,
    })
    return {name: `lead-${sent}`, status: response.status, retryAfter: response.headers.get('retry-after')}
  }
  try {
    const responses = []
    while (responses.at(-1)?.status !== 503 && sent < 5000) responses.push(await send())
    const refused = responses.at(-1)!
    assert.deepEqual([refused.status, refused.retryAfter], [503, '30'])
    assert.ok(responses.length > 10)
    // A lead that was stored and sent, but whose outcome could not be recorded, gets 202.
    assert.deepEqual(
      responses.slice(0, -1).filter(({status, name}) => status > 202 || api.ledger.get(name)?.length !== 1),
      [],
    )
    assert.equal(api.ledger.has(refused.name), false)
    assert.equal(spawnSync('mount', ['-o', 'remount,size=4m', disk]).status, 0)
    assert.equal((await send()).status, 201)
    assert.throws(() => writeFileSync(join(disk, 'ballast'), Buffer.alloc(8 << 20)), {code: 'ENOSPC'})
    while ((await send()).status !== 503 && sent < 9000);
    rmSync(join(disk, 'ballast'))
    assert.equal((await send()).status, 201)
    const operator = await openFile(outbox.path)
    await until('every outcome recorded', async () => {
      const {pending, sending} = await operator.counts(Date.now())
      return pending + sending === 0
    })
    await operator.close()
    assert.ok([...api.ledger.values()].every(({length}) => length === 1))
  } finally {
    await proxy.kill()
    await api.stop()
    spawnSync('umount', [disk])
  }
})
