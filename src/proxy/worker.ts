/**
 * The package's entry for Cloudflare Workers: `export {default, ContactSignupOutbox} from 'contact-signup/proxy/worker'`. Its
 * types name no type of Cloudflare, so that they need no other package.
 */
import {handleFetch} from './workers/handle-fetch.ts'
import {OutboxObject} from './workers/outbox-object.ts'

/** A Worker: the variables, secrets and bindings are in `env`. */
interface Worker {
  fetch(request: Request, env: object, context: WorkerContext): Promise<Response>
}

interface WorkerContext {
  /** Lets a promise go on after the visitor has left. */
  waitUntil(promise: Promise<unknown>): void
}

const worker: Worker = {
  fetch(request, env, context) {
    const response = handleFetch(request, env)
    context.waitUntil(response) // stores and sends the lead even if the visitor leaves
    return response
  },
}
export default worker

/** The Durable Object of the binding `OUTBOX`. As a type it is for `DurableObjectNamespace<ContactSignupOutbox>`. */
export interface ContactSignupOutbox {
  readonly __DURABLE_OBJECT_BRAND: never
}
export const ContactSignupOutbox: new (context: never, env: never) => ContactSignupOutbox = OutboxObject as never // workerd adds the brand to types only
