import type {APIRoute} from 'astro'
import {createProxy, readEnvironment} from 'contact-signup/proxy'

const proxy = createProxy(readEnvironment(process.env))

export const POST: APIRoute = ({request, clientAddress}) => proxy(request, {remoteAddress: clientAddress})
