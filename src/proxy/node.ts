import {hash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import type {Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import * as z from 'zod/mini'
import {assemble} from './assemble.ts'
import {ConfigurationError, readEnvironment, readOutboxSettings, type Environment} from './env.ts'
import {openMemoryCounter} from './limits/counter.ts'
import {faultsOf, readOptions} from './options.ts'
import {openOutbox, withKeyFile} from './outbox/open.ts'
import {openConnections} from './server/pool.ts'
import {serve} from './server/server.ts'

/** A running proxy. */
export interface ProxyServer {
  /** Where it listens: `http://127.0.0.1:8787`. */
  address: string
  /** Where forms post: the address and the path. */
  endpoint: string
  /** Stops accepting, lets what is under way finish, and cuts what has not finished after ten seconds. */
  close(): Promise<void>
}

const place = z.object({
  HOST: z._default(z.string().check(z.regex(/^[\w.:-]+$/, 'expected a host name or an IP address')), '127.0.0.1'),
  PORT: z._default(z.string().check(z.refine(text => /^\d{1,5}$/.test(text) && Number(text) < 65536, 'expected a port from 0 to 65535')), '8787'),
})

/** Starts the proxy as the environment says. Throws `ConfigurationError` before it listens. */
export async function startProxy(env: Environment): Promise<ProxyServer> {
  const where = place.safeParse({HOST: env.HOST || undefined, PORT: env.PORT || undefined})
  if (!where.success) throw new ConfigurationError(faultsOf(where.error, 'environment'))
  const complete = withKeyFile(withSecretFile(env))
  const options = readEnvironment(complete)
  const outbox = await openOutbox(readOutboxSettings(complete))
  const settings = readOptions({...options, outbox})
  const connections = openConnections(settings.url, settings.deadline)
  const proxy = assemble(settings, {send: connections.send, digest: text => hash('sha256', text), openCounter: openMemoryCounter})
  const server = serve(proxy.gate)
  const stop = () => stopWithin(patience, async () => {
    await close(server)
    await proxy.close()
  }).finally(connections.close).finally(() => outbox?.close())
  try {
    await listen(server, where.data.HOST, Number(where.data.PORT))
  } catch (error) {
    await proxy.close()
    await connections.close()
    await outbox?.close()
    throw error
  }
  const {address, family, port} = server.address() as AddressInfo // it listens on TCP
  const origin = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
  return {address: origin, endpoint: origin + settings.path, close: stop}
}

function withSecretFile(env: Environment): Environment {
  const file = env.CONTACT_ACCOUNT_SECRET_FILE
  if (!file || env.CONTACT_ACCOUNT_SECRET) return env
  try {
    return {...env, CONTACT_ACCOUNT_SECRET: readFileSync(file, 'utf8').trim()}
  } catch {
    throw new ConfigurationError(['CONTACT_ACCOUNT_SECRET_FILE: expected a readable file that holds the secret of the account'])
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

/** Milliseconds; a call to the API that takes longer is found again at the next start. */
const patience = 9_500

async function stopWithin(milliseconds: number, stop: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([stop(), new Promise(resolve => (timer = setTimeout(resolve, milliseconds)))])
  clearTimeout(timer)
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    const cut = setTimeout(() => server.closeAllConnections(), patience - 500)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

export {ConfigurationError, readEnvironment, type Environment} from './env.ts'
