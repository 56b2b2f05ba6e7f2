import {createProxy, readEnvironment} from 'contact-signup/proxy'

const proxy = createProxy(readEnvironment(process.env))

export default defineEventHandler(event => proxy(toWebRequest(event), {remoteAddress: getRequestIP(event)}))
