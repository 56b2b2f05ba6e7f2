import {text} from 'node:stream/consumers'
import type {TestRunnerConfig} from '@web/test-runner'
import {startSignupBackend, type SignupBackend} from './signup-backend.ts'

type Middleware = NonNullable<TestRunnerConfig['middleware']>[number]
type Context = Parameters<Middleware>[0]

/**
 * Answers the requests of forms under test: /api/signup and /api/work are the proxies of the browser's backend,
 * /received returns and clears its record, /forget has it forget proofs of work. Browsers run beside one another, so
 * each has a backend of its own. Their user agents tell them apart: a browser shows one page at a time.
 */
export function createSignupMiddleware(): Middleware {
  const backends = new Map<string, Promise<SignupBackend>>()
  const backendOf = (context: Context): Promise<SignupBackend> => {
    const userAgent = context.get('user-agent')
    const backend = backends.get(userAgent) ?? startSignupBackend()
    backends.set(userAgent, backend)
    return backend
  }

  return async (context, next) => {
    if (context.path === '/received') context.body = (await backendOf(context)).takeRecord()
    else if (context.path === '/forget') {
      const backend = await backendOf(context)
      backend.forgetProofs()
      context.body = ''
    } else if (/^\/api\/(?:signup|work)/.test(context.path)) await passOn(context, await backendOf(context))
    else await next()
  }
}

async function passOn(context: Context, backend: SignupBackend): Promise<void> {
  const body = (await text(context.req)) || undefined
  const headers = new Headers(context.headers as Record<string, string>)
  const response = await backend.post(new Request(context.href, {method: context.method, headers, body}), context.path)
  context.status = response.status
  response.headers.forEach((value, name) => context.set(name, value))
  context.body = await response.text()
}
