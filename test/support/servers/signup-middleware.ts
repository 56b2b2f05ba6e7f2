import {text} from 'node:stream/consumers'
import type {TestRunnerConfig} from '@web/test-runner'
import {prerender, type PrerenderOptions} from 'contact-signup/prerender'
import {ScriptFaults} from './script-faults.ts'
import {startSignupBackend, type SignupBackend} from './signup-backend.ts'

type Middleware = NonNullable<TestRunnerConfig['middleware']>[number]
type Context = Parameters<Middleware>[0]

/**
 * Answers the requests of forms under test: /api/signup and /api/work are the proxies of the browser's backend,
 * /received returns and clears its record, /forget has it forget proofs of work. /blank is an empty page, /form one with
 * a form of the built script, /prerendered one with prerendered forms, whose options are in its query as JSON. /lose and /hold
 * make scripts fail, /requested returns which of them were requested, /visit-N/ is the root again. Browsers run beside one another, so each has a
 * backend of its own. Their user agents tell them apart: a browser shows one page at a time.
 */
export function createSignupMiddleware(): Middleware {
  const backends = new Map<string, Promise<SignupBackend>>()
  const backendOf = (context: Context): Promise<SignupBackend> => {
    const userAgent = context.get('user-agent')
    const backend = backends.get(userAgent) ?? startSignupBackend()
    backends.set(userAgent, backend)
    return backend
  }

  const faults = new Map<string, ScriptFaults>()
  const faultsOf = (context: Context): ScriptFaults => {
    const userAgent = context.get('user-agent')
    const own = faults.get(userAgent) ?? new ScriptFaults()
    faults.set(userAgent, own)
    return own
  }

  return async (context, next) => {
    context.path = context.path.replace(/^\/visit-\d+(?=\/)/, '')
    const {pattern = '', times} = context.query as Record<string, string | undefined>
    if (context.path === '/lose') {
      faultsOf(context).lose(pattern, Number(times ?? Infinity))
      context.body = ''
    } else if (context.path === '/hold') {
      faultsOf(context).hold(pattern)
      context.body = ''
    } else if (context.path === '/requested') context.body = faultsOf(context).requested
    else if (context.path === '/blank') {
      context.type = 'html'
      context.body = '<!doctype html><html lang="en"><title>Blank</title>'
    } else if (context.path === '/form') {
      context.type = 'html'
      context.body = `<!doctype html><html lang="en"><title>Form</title>
        <script type="module" src="/dist/contact-signup.js"></script>
        <contact-signup fields="name_first email phone country" country="GB"></contact-signup>`
    } else if (context.path === '/prerendered') {
      context.type = 'html'
      context.body = await prerenderForms(JSON.parse(String(context.query.forms)) as PrerenderOptions[])
    } else if (await faultsOf(context).meet(context.path)) {
      context.status = 404
      context.set('cache-control', 'no-store') // else a browser may not ask again
    } else if (context.path === '/received') context.body = (await backendOf(context)).takeRecord()
    else if (context.path === '/forget') {
      const backend = await backendOf(context)
      backend.forgetProofs()
      context.body = ''
    } else if (/^\/api\/(?:signup|work)/.test(context.path)) await passOn(context, await backendOf(context))
    else await next()
  }
}

async function prerenderForms(forms: readonly PrerenderOptions[]): Promise<string> {
  const tags = await Promise.all(forms.map(options => prerender(options)))
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Prerendered</title>${tags.join('<hr>')}`
}

async function passOn(context: Context, backend: SignupBackend): Promise<void> {
  const body = (await text(context.req)) || undefined
  const headers = new Headers(context.headers as Record<string, string>)
  const response = await backend.post(new Request(context.href, {method: context.method, headers, body}), context.path)
  context.status = response.status
  response.headers.forEach((value, name) => context.set(name, value))
  context.body = await response.text()
}
