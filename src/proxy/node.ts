import {readFileSync} from 'node:fs'
import type {Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {createAdaptorServer, type HttpBindings} from '@hono/node-server'
import * as z from 'zod/mini'
import {ConfigurationError, readEnvironment, type Environment} from './env.ts'
import {createProxy, type Proxy} from './handler.ts'
import {faultsOf} from './options.ts'

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
  const options = readEnvironment(withSecretFile(env))
  const server = createServer(createProxy(options))
  await listen(server, where.data.HOST, Number(where.data.PORT))
  const {address, family, port} = server.address() as AddressInfo // it listens on TCP
  const origin = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
  return {address: origin, endpoint: origin + options.path, close: () => close(server)}
}

/** A Node HTTP server around the proxy, with deadlines for clients that send slowly. */
function createServer(proxy: Proxy): Server {
  return createAdaptorServer({
    fetch: (request, env) => proxy(request, {remoteAddress: (env as HttpBindings).incoming.socket.remoteAddress}),
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: 5_000,
      requestTimeout: 10_000, // of the whole request; Node itself answers 408
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 65_000, // longer than the 60 s of common load balancers, so that they close first
      maxHeaderSize: 16 * 1024,
    },
  }) as Server // without createServer in its options the adaptor makes an http.Server
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

const patience = 10_000

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
