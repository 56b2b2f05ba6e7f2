import {createProxy, readEnvironment, type Proxy} from 'contact-signup/proxy'

let proxy: Proxy | undefined

/** The proxy is created with the first request: Next.js loads this file when it builds, without the environment. */
export function POST(request: Request): Promise<Response> {
  proxy ??= createProxy(readEnvironment(process.env))
  return proxy(request)
}
