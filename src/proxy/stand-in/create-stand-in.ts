import {respondTo} from '../http/fetch-exchange.ts'
import {createStandInHandler, type StandInOptions} from './contact-api.ts'

/** Creates a stand-in for the contact API with Web standards only, for demos and tests of your own page and proxy. */
export function createStandIn(options: StandInOptions): (request: Request) => Promise<Response> {
  const handle = createStandInHandler(options)
  return request => respondTo(request, handle)
}
