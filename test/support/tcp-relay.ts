import {connect, createServer, type AddressInfo, type Socket} from 'node:net'

/** Passes connections on to another port of this machine. */
export interface TcpRelay {
  port: number
  /** Connections so far. */
  opened(): number
  /** Passes nothing on any more over the connections so far, and closes none of them, as a network does that forgot them. */
  silence(): void
  /** Resets the connection on which the next answer arrives, in place of passing the answer on. */
  loseNextAnswer(): void
  /** Resets the connections so far. */
  reset(): void
  close(): Promise<void>
}

export async function startTcpRelay(targetPort: number): Promise<TcpRelay> {
  const sockets = new Set<Socket>()
  let opened = 0
  let isAnswerLost = false
  const server = createServer(incoming => {
    opened += 1
    const outgoing = connect(targetPort, '127.0.0.1')
    outgoing.prependListener('data', () => {
      if (!isAnswerLost) return
      isAnswerLost = false
      outgoing.unpipe()
      incoming.resetAndDestroy()
      outgoing.destroy()
    })
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from)
      from.pipe(to).on('error', () => {})
      from.on('close', () => sockets.delete(from))
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    opened: () => opened,
    silence() {
      for (const socket of sockets) socket.unpipe().pause()
    },
    loseNextAnswer: () => void (isAnswerLost = true),
    reset,
    close() {
      reset()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
