import {createServer, type AddressInfo} from 'node:net'

/** A TCP port of 127.0.0.1 that is free, for a program that cannot choose one itself. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo // it listens on TCP
  await new Promise(resolve => server.close(resolve))
  return port
}
