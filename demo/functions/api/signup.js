import {getProxy} from '../lib/signup.js'

export default {
  fetch(request) {
    return getProxy()(request, {remoteAddress: request.headers.get('x-real-ip') ?? undefined})
  },
}
