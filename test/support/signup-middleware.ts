import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import type {TestRunnerConfig} from '@web/test-runner'
import {createProxy} from '../../src/proxy/index.ts'

type Middleware = NonNullable<TestRunnerConfig['middleware']>[number]

/** How long the contact API takes, by the e-mail's local part, in milliseconds. */
const delays: Record<string, number> = {slow: 500, late: 5000}

/** One create request as it reached the contact API, and the key it came under at the proxy. */
interface Received {
  key: string | undefined
  contact: Record<string, unknown>
}

/**
 * The real proxy at /api/signup, and one that asks for work at /api/work, in front of a contact API that answers as the e-mail's local part says
 * (`answer-422@…`; `busy@…` 503 every other time; 201 otherwise, after half a second for `slow@…` and after five for `late@…`). /received tells what came since it was last
 * asked: at the contact API, the keys, and each answer of a proxy as `STATUS PATH`. /forget puts another in the
 * place of the proxy that asks for work, which takes none that was done for the first.
 */
export async function createSignupMiddleware(): Promise<Middleware> {
  let received: Received[] = []
  let keys: string[] = []
  let answers: string[] = []
  let busy = false
  const api = createServer(async (request, response) => {
    const contact = JSON.parse(await text(request)) as Record<string, unknown> // the proxy's own JSON
    received.push({key: keys.at(-1), contact})
    const email = String(contact.email ?? '')
    const status = Number(
      /^answer-(\d{3})@/.exec(email)?.[1] ?? (email.startsWith('busy@') && (busy = !busy) ? 503 : 201),
    )
    setTimeout(
      () => response.writeHead(status, {'content-type': 'application/json'}).end('{"id":"1"}'),
      delays[email.split('@')[0]!] ?? 0,
    )
  })
  await new Promise<void>(resolve => api.listen(0, '127.0.0.1', resolve))
  api.unref()
  const options = {
    url: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
    accountId: 'test',
    accountSecret: 'test-secret',
    allowedTags: ['one', 'two'],
    allowedLists: ['news'],
    allowedFields: ['room', 'pets', 'utm_source'],
    rateLimitAddress: 'off',
    rateLimitPerson: 'off',
    log: () => {},
  } as const
  const proxy = createProxy(options)
  const createAsking = () => createProxy({...options, path: '/api/work', proofOfWork: true})
  let asking = createAsking()

  return async (context, next) => {
    if (context.path === '/received') {
      context.body = {received, keys, answers}
      received = []
      keys = []
      answers = []
      return
    }
    if (context.path === '/forget') {
      asking = createAsking()
      context.body = ''
      return
    }
    if (!/^\/api\/(?:signup|work)/.test(context.path)) return next()
    const ask = context.path === '/api/signup' ? proxy : asking
    if (context.get('idempotency-key')) keys.push(context.get('idempotency-key'))
    const body = await text(context.req)
    const headers = new Headers(context.headers as Record<string, string>)
    const answer = await ask(new Request(context.href, {method: context.method, headers, body: body || undefined}), {
      remoteAddress: '127.0.0.1',
    })
    context.status = answer.status
    answers.push(`${answer.status} ${context.path}`)
    answer.headers.forEach((value, name) => context.set(name, value))
    context.body = await answer.text()
  }
}
