/**
 * An instance of a function: responds to each e-mail that its parent sends with the status of the lead's response. Nothing of it
 * keeps the process alive once the parent has disconnected. With MODE=kill it kills itself when a lead is stored.
 */
import type {Outbox} from '../../src/proxy/index.ts'
import {connectOutbox, readOutboxSettings} from '../../src/proxy/postgres.ts'
import {post, proxyFor} from './proxy.ts'

const outbox = connectOutbox(readOutboxSettings(process.env))
const store = outbox.store.bind(outbox)
const killOnceStored: Outbox['store'] = async (...parameters) => {
  const stored = await store(...parameters)
  process.kill(process.pid, 'SIGKILL')
  return stored
}
if (process.env.MODE === 'kill') outbox.store = killOnceStored

/** Their counters have timers. */
const defaultLimits = {rateLimitAddress: '10/60', rateLimitPerson: '3/3600'}

const proxy = proxyFor({url: process.env.CONTACT_API_URL!}, {outbox, delivery: 'on-request', ...defaultLimits})
process.on('message', async (email: string) => {
  const {status} = await proxy(post({email}))
  process.send!(status)
})
