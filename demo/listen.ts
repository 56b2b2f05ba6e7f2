import type {AddressInfo} from 'node:net'
import {createAdaptorServer} from '@hono/node-server'
import type {Hono} from 'hono'

/** Serves on this port of the loopback address, or on any free port if it is taken. Returns the origin. */
export async function listen(fetch: Hono['fetch'], wantedPort: number): Promise<string> {
  const server = createAdaptorServer({fetch})
  const tryPort = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  await tryPort(wantedPort).catch(() => tryPort(0))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
