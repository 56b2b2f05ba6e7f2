import {connect, createServer, type AddressInfo, type Socket} from 'node:net'
import type {IProbe} from 'kubernetes-models/v1'

/** Passes connections on to the pods that are ready, as a Service of Kubernetes does: it knows nothing of requests. */
export interface Service {
  port: number
  /** How many connections a pod refused. */
  refused: number
  /** Resolves when the probe has found the pod ready. From then on the pod gets connections. */
  add(endpoint: string): Promise<void>
  close(): void
}

interface Pod {
  port: number
  /** How many probes in a row have failed. */
  failures: number
}

/** Asks each pod as its readiness probe says, which is all by which it learns of one that stops. */
export async function startService({
  httpGet,
  periodSeconds,
  failureThreshold,
  timeoutSeconds,
}: IProbe): Promise<Service> {
  const pods: Pod[] = []
  const sockets = new Set<Socket>()
  let next = 0

  async function probe(pod: Pod): Promise<void> {
    const url = `http://127.0.0.1:${pod.port}${httpGet!.path}`
    const isReady = await fetch(url, {signal: AbortSignal.timeout(timeoutSeconds! * 1000)}).then(
      ({ok}) => ok,
      () => false,
    )
    pod.failures = isReady ? 0 : pod.failures + 1
    if (pod.failures >= failureThreshold! && pods.includes(pod)) pods.splice(pods.indexOf(pod), 1)
  }
  const timer = setInterval(() => pods.forEach(pod => void probe(pod)), periodSeconds! * 1000)

  const server = createServer(front => {
    const pod = connect(pods[(next += 1) % pods.length]!.port, '127.0.0.1')
    pod.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') service.refused += 1
      front.destroy()
    })
    sockets.add(front.on('error', () => pod.destroy())).add(pod)
    front.pipe(pod).pipe(front)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const service: Service = {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    refused: 0,
    async add(endpoint) {
      const pod = {port: Number(new URL(endpoint).port), failures: 1}
      while (pod.failures > 0) await probe(pod)
      pods.push(pod)
    },
    close() {
      clearInterval(timer)
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
  return service
}
