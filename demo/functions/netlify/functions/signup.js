import {getProxy} from '../../lib/signup.js'

export default function handle(request, context) {
  return getProxy()(request, {remoteAddress: context.ip})
}

export const config = {path: '/api/signup'}
