/** The thread of an outbox in a file: runs the calls of `outbox-client.ts`, and waits for the disk in their place. */
import {parentPort, workerData} from 'node:worker_threads'
import {openSqlOutbox} from '../open.ts'
import type {StoredOutbox} from '../stored-outbox.ts'
import {toErrorMessage, type Call, type Reply, type ThreadData} from './outbox-messages.ts'

const port = parentPort! // this module is the entry of a thread
const {settings, place, options} = workerData as ThreadData // as the client starts it
let replies: Reply[] = []

/** Sends all replies of one turn of the event loop together. */
function reply(message: Reply): void {
  if (replies.push(message) > 1) return
  setImmediate(() => {
    port.postMessage(replies)
    replies = []
  })
}

async function run(outbox: StoredOutbox, {id, method, parameters}: Call): Promise<void> {
  try {
    const call = outbox[method] as (...values: unknown[]) => Promise<unknown> // the client has typed them
    reply({id, result: await call.apply(outbox, parameters)})
  } catch (error) {
    reply({id, error: toErrorMessage(error)})
  }
  if (method === 'close') setImmediate(() => port.close()) // after the reply
}

try {
  const outbox = await openSqlOutbox(settings, place, options)
  port.on('message', (calls: Call[]) => {
    for (const call of calls) void run(outbox, call)
  })
  reply({id: 0})
} catch (error) {
  reply({id: 0, error: toErrorMessage(error)})
  port.unref()
}
