import {getProxy} from '../../../../lib/signup.js'

export function POST({request, getClientAddress}) {
  return getProxy()(request, {remoteAddress: getClientAddress()})
}

export const OPTIONS = POST
