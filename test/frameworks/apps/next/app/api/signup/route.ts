import {createProxy, readEnvironment, type Proxy} from 'contact-signup/proxy'

let proxy: Proxy | undefined

export function POST(request: Request): Promise<Response> {
  proxy ??= createProxy(readEnvironment(process.env)) // not at once: there is no environment while Next.js builds
  const addresses = request.headers.get('x-forwarded-for')?.split(',') ?? []
  return proxy(request, {remoteAddress: addresses.at(-1)?.trim()}) // the one that your own reverse proxy has added
}
