import {getProxy} from '../../../lib/signup.js'

/** In seconds, for Vercel. */
export const maxDuration = 30

export function POST(request) {
  return getProxy()(request, {remoteAddress: request.headers.get('x-real-ip') ?? undefined})
}

export const OPTIONS = POST
