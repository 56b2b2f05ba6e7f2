import {connect, createServer, type AddressInfo} from 'node:net'

/** Passes connections on to a proxy, counts them, and can cut one off. */
export interface Relay {
  port: number
  /** How many connections were opened. */
  connections: number
  /** Cuts the next connection off on which a lead gets its response, unless that has been done; then aborts `cut`. */
  cutNextResponse(cut: AbortController): void
  close(): void
}

export async function startRelay(proxyPort: number): Promise<Relay> {
  let pending: AbortController | undefined
  const server = createServer(front => {
    relay.connections += 1
    const proxy = connect(proxyPort, '127.0.0.1')
    let isLead = false
    front.on('data', chunk => {
      isLead = chunk.toString('latin1').startsWith('POST ')
      proxy.write(chunk)
    })
    proxy.on('data', chunk => {
      if (!isLead || !pending || pending.signal.aborted) return front.write(chunk)
      pending.abort()
      front.resetAndDestroy()
      return proxy.destroy()
    })
    front.on('close', () => proxy.destroy()).on('error', () => proxy.destroy())
    proxy.on('close', () => front.destroy()).on('error', () => front.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const relay: Relay = {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    connections: 0,
    cutNextResponse: cut => void (pending = cut),
    close: () => server.close(),
  }
  return relay
}
