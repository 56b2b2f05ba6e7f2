import {Problem, type ProblemCode} from '../../contact/wire.ts'
import {ConfigurationError} from '../config/configuration-error.ts'

/** The result of a call between a Worker and its Durable Object. Errors are data: their classes are lost on the way. */
export type Reply<T> = {value: T} | {problem: ProblemData} | {configuration: string}

interface ProblemData {
  code: ProblemCode
  retryAfter?: number
  cause?: Cause
}

/** What the log and the response need of the causes of a problem: codes and numbers. */
interface Cause {
  status?: number
  leadId?: string
  code?: string
  name?: string
}

/** Runs a call in the object. */
export async function toReply<T>(run: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return {value: await run()}
  } catch (error) {
    if (error instanceof ConfigurationError) return {configuration: error.message}
    const {code, retryAfter, cause} = error instanceof Problem ? error : new Problem('internal_error', {cause: error})
    return {problem: {code, retryAfter, cause: toCause(cause)}}
  }
}

function toCause(cause: unknown): Cause {
  const {status, leadId, code, name} = (cause ?? {}) as Cause // an outcome, or an error without these
  return {status, leadId, code, name}
}

/** Returns the result of a call to the object, or throws what it has thrown. */
export function fromReply<T>(reply: Reply<T>): T {
  if ('value' in reply) return reply.value
  if ('configuration' in reply) throw new ConfigurationError(reply.configuration.split('\n'))
  const {code, ...details} = reply.problem
  throw new Problem(code, details)
}
