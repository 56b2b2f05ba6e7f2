import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {suite, test} from 'node:test'
import {Deployment} from 'kubernetes-models/apps/v1'
import {Ingress} from 'kubernetes-models/networking.k8s.io/v1'
import {PodDisruptionBudget} from 'kubernetes-models/policy/v1'
import {Namespace, Service} from 'kubernetes-models/v1'
import {readConfiguration} from '../../../src/proxy/config/read-configuration.ts'
import {operationPaths} from '../../../src/proxy/server/operations.ts'
import {findUnknownSettings, secretFiles} from './settings.ts'
import {podOf, readManifests, type Manifests} from './kubernetes.ts'

const manifests = readManifests()
const {pod, container, env} = podOf(manifests)
/** The classes that validate by Kubernetes' OpenAPI definitions, and where their types are. */
const models = {
  Namespace: [Namespace, 'v1'],
  Deployment: [Deployment, 'apps/v1'],
  PodDisruptionBudget: [PodDisruptionBudget, 'policy/v1'],
  Service: [Service, 'v1'],
  Ingress: [Ingress, 'networking.k8s.io/v1'],
} as const
const kinds = Object.keys(models) as (keyof Manifests)[]

/** Type-checks manifests as object literals, which finds names that Kubernetes does not know. */
function findTypeErrors(documents: Partial<Manifests>): string {
  mkdirSync('.cache', {recursive: true})
  const folder = mkdtempSync('.cache/kubernetes-') // in the project, where the types of the package are found
  try {
    const lines = Object.entries(documents).flatMap(([kind, document]) => [
      `import type {I${kind}} from 'kubernetes-models/${models[kind as keyof Manifests][1]}'`,
      `export const a${kind}: I${kind} = ${JSON.stringify(document)}`,
    ])
    writeFileSync(join(folder, 'manifests.ts'), lines.join('\n'))
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--skipLibCheck', '--ignoreConfig']
    return spawnSync('npx', ['tsc', ...options, join(folder, 'manifests.ts')], {encoding: 'utf8'}).stdout
  } finally {
    rmSync(folder, {recursive: true})
  }
}

suite('kubernetes.yaml', () => {
  for (const kind of kinds)
    test(`declares a ${kind} that is valid by Kubernetes' definitions`, () => {
      const [Model] = models[kind]
      new Model(manifests[kind] as never).validate() // each class takes its own kind
    })

  test('has no name that Kubernetes does not know', () => {
    assert.equal(findTypeErrors(manifests), '')
    const misspelt = structuredClone(manifests)
    Object.assign(misspelt.Deployment.spec!.template.spec!.containers[0]!, {readynessProbe: {}})
    assert.match(findTypeErrors({Deployment: misspelt.Deployment}), /readynessProbe/)
  })

  test('sets valid settings of the proxy only, and mounts the secrets that they name', () => {
    assert.deepEqual(findUnknownSettings(env), [])
    readConfiguration({...env, ...secretFiles(env)}, operationPaths)
    const mounts = container.volumeMounts!.map(({mountPath}) => `${mountPath}/`)
    for (const [name, path] of Object.entries(env).filter(([name]) => name.endsWith('_FILE')))
      assert.ok(
        mounts.some(mount => path.startsWith(mount)),
        name,
      )
  })

  test('kills a pod only after the drain time and the ten seconds in which the proxy exits', () =>
    assert.ok(pod.terminationGracePeriodSeconds! >= Number(env.DRAIN_TIME) + 10 + 5))

  test('stops asking a pod that is not ready before its drain time ends', () => {
    const {periodSeconds, failureThreshold, timeoutSeconds} = container.readinessProbe!
    assert.ok((periodSeconds! + timeoutSeconds!) * failureThreshold! < Number(env.DRAIN_TIME))
  })

  test('opens fewer connections to PostgreSQL than it accepts, also during an update', () => {
    const {replicas, strategy} = manifests.Deployment.spec!
    assert.equal(strategy!.rollingUpdate!.maxSurge, 1)
    const limitConnections = 4
    assert.ok(2 * replicas! * (Number(env.OUTBOX_CONNECTIONS) + limitConnections) < 100 - 3) // 3 are for superusers
  })

  test('asks for the probes of the proxy, on the port of the container', () => {
    for (const probe of [container.readinessProbe!, container.livenessProbe!]) {
      assert.ok(operationPaths.includes(probe.httpGet!.path!), probe.httpGet!.path)
      assert.equal(probe.httpGet!.port, container.ports![0]!.name)
    }
    assert.equal(container.ports![0]!.containerPort, 8787)
  })

  test('meets the restricted Pod Security Standard', () => {
    // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    const {runAsNonRoot, runAsUser, seccompProfile} = pod.securityContext!
    assert.deepEqual([runAsNonRoot, runAsUser, seccompProfile], [true, 1000, {type: 'RuntimeDefault'}])
    const {allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities} = container.securityContext!
    assert.deepEqual([allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities], [false, true, {drop: ['ALL']}])
    assert.deepEqual(pod.volumes!.flatMap(volume => Object.keys(volume)).toSorted(), ['name', 'secret'])
  })

  test('selects the same pods everywhere, and leaves two of them when nodes are drained', () => {
    const {labels} = manifests.Deployment.spec!.template.metadata!
    const {spec: budget} = manifests.PodDisruptionBudget
    const selectors = [
      manifests.Deployment.spec!.selector,
      budget!.selector,
      {matchLabels: manifests.Service.spec!.selector},
      ...pod.topologySpreadConstraints!.map(({labelSelector}) => labelSelector),
    ]
    for (const selector of selectors) assert.deepEqual(selector, {matchLabels: labels})
    assert.equal(budget!.minAvailable, manifests.Deployment.spec!.replicas! - 1)
  })
})
