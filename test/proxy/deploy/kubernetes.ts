import {readFileSync} from 'node:fs'
import type {IDeployment} from 'kubernetes-models/apps/v1'
import type {IIngress} from 'kubernetes-models/networking.k8s.io/v1'
import type {IPodDisruptionBudget} from 'kubernetes-models/policy/v1'
import type {INamespace, IService} from 'kubernetes-models/v1'
import {parseAllDocuments} from 'yaml'

/** What `kubernetes.yaml` declares, by kind. */
export interface Manifests {
  Namespace: INamespace
  Deployment: IDeployment
  PodDisruptionBudget: IPodDisruptionBudget
  Service: IService
  Ingress: IIngress
}

/** The documents of the sample. kubectl reads YAML 1.1, in which `0440` is an octal number and `on` is true. */
export function readManifests(): Manifests {
  const text = readFileSync('src/proxy/deploy/kubernetes.yaml', 'utf8')
  const documents = parseAllDocuments(text, {version: '1.1'}).map(document => document.toJS() as {kind: string})
  return Object.fromEntries(documents.map(document => [document.kind, document])) as unknown as Manifests
}

/** The pod of the Deployment, with its one container. */
export function podOf({Deployment}: Manifests) {
  const pod = Deployment.spec!.template.spec!
  const [container] = pod.containers
  const env = Object.fromEntries(container!.env!.map(({name, value}) => [name, value!]))
  return {pod, container: container!, env}
}
