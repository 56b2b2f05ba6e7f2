import {deliver} from '../../../../lib/signup.js'

export function GET({request}) {
  return deliver(request)
}
