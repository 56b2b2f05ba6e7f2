import {Problem} from '../../contact/wire.ts'
import {assembleHandler} from '../assemble.ts'
import {ConfigurationError} from '../config/configuration-error.ts'
import {sha256} from '../delivery/canonical.ts'
import {respondTo} from '../http/fetch-exchange.ts'
import {toProblemResponse} from '../http/json-response.ts'
import type {RequestHandler} from '../http/request-handler.ts'
import {OutboxClient, readNamespace, type OutboxNamespace} from './outbox-client.ts'
import {readWorkerEnvironment, type WorkerConfiguration, type WorkerEnvironment} from './worker-environment.ts'

/** By environment, of which an isolate has one. Nothing is created before the first request: randomness is not allowed. */
const handlers = new WeakMap<WorkerEnvironment, RequestHandler>()

/** Handles a request to the Worker. A wrong configuration is 503, with a line in the log for each error. */
export function handleFetch(request: Request, env: WorkerEnvironment): Promise<Response> {
  let handle = handlers.get(env)
  if (!handle) handlers.set(env, (handle = createHandler(env)))
  return respondTo(request, handle)
}

function createHandler(env: WorkerEnvironment): RequestHandler {
  try {
    const {settings, namespace} = readEverything(env)
    const client = new OutboxClient(namespace, settings.log)
    return assembleHandler(settings, {
      admit: async () => {}, // the object counts the lead with the call that delivers it
      deliver: client.deliver,
      canQuarantine: true,
      digest: sha256,
      openShared: client.openCounter,
    })
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    for (const line of error.message.split('\n')) console.error(line)
    const response = toProblemResponse(new Problem('store_unavailable', {retryAfter: 60}), {})
    return async () => response
  }
}

/** Reads variables and binding, so that every error is reported at once. */
function readEverything(env: WorkerEnvironment): WorkerConfiguration & {namespace: OutboxNamespace} {
  const lines: string[] = []
  const read = <T>(from: (env: WorkerEnvironment) => T): T | undefined => {
    try {
      return from(env)
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      lines.push(error.message)
      return undefined
    }
  }
  const [namespace, configuration] = [read(readNamespace), read(readWorkerEnvironment)]
  if (!namespace || !configuration) throw new ConfigurationError(lines)
  return {...configuration, namespace}
}
