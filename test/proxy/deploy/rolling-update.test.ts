import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {after, test} from 'node:test'
import {Agent, request} from 'undici'
import {killAll, startProxyProcess, type ProxyProcess} from '../../chaos/proxy-process.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {until} from '../../support/outbox.ts'
import {startPostgres} from '../../support/postgres.ts'
import {podOf, readManifests} from './kubernetes.ts'
import {secretFiles} from './settings.ts'
import {startService, type Service} from './service.ts'
import {leadOf, someAddress, someLead} from './visitor.ts'

const postgres = await startPostgres()
after(() => postgres.stop())
after(killAll)

const manifests = readManifests()
const {pod, container, env: declared} = podOf(manifests)
const visitors = 3 // more would slow down the start of pods on a small machine

test('an update of the Deployment in kubernetes.yaml loses no lead and refuses no connection', async t => {
  await using api = await startContactApi()
  const outbox = await postgres.createDatabase('update')
  const env: Record<string, string> = {
    ...declared,
    ...secretFiles(declared, {outbox}),
    // What differs from the cluster: the addresses of the contact API, of the ingress controller, and of the pods.
    CONTACT_API_URL: api.url,
    TRUSTED_PROXIES: '127.0.0.1/32',
    PORT: '0',
  }
  const service = await startService(container.readinessProbe!)
  t.after(() => service.close())
  const startPod = async () => {
    const proxy = await startProxyProcess(env)
    await service.add(proxy.endpoint)
    return proxy
  }
  const replicas = Array.from({length: manifests.Deployment.spec!.replicas!})
  const pods = await Promise.all(replicas.map(startPod))
  const traffic = startTraffic(service)

  // One pod more than the replicas, and then one less: Kubernetes does not wait until the old one has stopped.
  const terminations: Promise<number>[] = []
  for (const old of pods) {
    await startPod()
    terminations.push(terminate(old))
  }
  const seconds = Math.max(...(await Promise.all(terminations)))
  const {statuses, emails} = await traffic.stop()

  // A machine that is busy responds 202 before the contact API has the lead.
  assert.deepEqual(
    statuses.filter(status => status !== 201 && status !== 202),
    [],
  )
  assert.equal(service.refused, 0)
  assert.ok(seconds >= Number(env.DRAIN_TIME) && seconds < pod.terminationGracePeriodSeconds! - 5, `${seconds} s`)
  assert.ok(emails.length > 100, `${emails.length} leads`)
  await until('all leads to be delivered', () => api.requests.length >= emails.length)
  const delivered = api.requests.map(({body}) => body.email)
  assert.deepEqual(delivered.toSorted(), emails.toSorted(), 'each lead is delivered, and once')
})

/** Resolves to the seconds that a pod took to stop. */
async function terminate(proxy: ProxyProcess): Promise<number> {
  const startedAt = performance.now()
  await proxy.kill('SIGTERM')
  return (performance.now() - startedAt) / 1000
}

/** Visitors who send one lead after the other, over connections that stay open as those of an ingress controller do. */
function startTraffic({port}: Service) {
  const dispatcher = new Agent({connections: visitors, pipelining: 1})
  const statuses: (number | string)[] = []
  const emails: string[] = []
  let isDone = false
  const send = async (body: string) => {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'x-forwarded-for': someAddress(),
    }
    const response = await request(`http://127.0.0.1:${port}/api/signup`, {method: 'POST', headers, body, dispatcher})
    await response.body.dump()
    return response.statusCode
  }
  const visit = async () => {
    while (!isDone) {
      const body = someLead()
      emails.push(leadOf(body).email)
      statuses.push(await send(body).catch((error: NodeJS.ErrnoException) => error.code ?? error.message))
    }
  }
  const done = Promise.all(Array.from({length: visitors}, visit))
  return {
    async stop() {
      const sent = emails.length
      await until('leads after the update', () => emails.length > sent + visitors)
      isDone = true
      await done
      await dispatcher.close()
      return {statuses, emails}
    },
  }
}
