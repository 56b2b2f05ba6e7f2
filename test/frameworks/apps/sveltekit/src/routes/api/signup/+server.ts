import {createProxy, readEnvironment, type Proxy} from 'contact-signup/proxy'
import type {RequestHandler} from './$types'

let proxy: Proxy | undefined

export const POST: RequestHandler = ({request, getClientAddress}) => {
  proxy ??= createProxy(readEnvironment(process.env)) // not at once: SvelteKit loads this file when it builds
  return proxy(request, {remoteAddress: getClientAddress()})
}
