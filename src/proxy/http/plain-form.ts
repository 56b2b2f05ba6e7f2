import type {FormFields} from '../intake/leave-out.ts'
import type {ProxyRequest} from './exchange.ts'
import {readLanguage} from './html-response.ts'
import {readPrerendered} from './prerendered.ts'
import {readFormFields} from './read-request.ts'
import type {RequestContext} from './request-context.ts'

/** Reads the body of a form without JavaScript, and adds to the context what an HTML response depends on. */
export async function readPlainForm(request: ProxyRequest, context: RequestContext): Promise<FormFields> {
  const {prerendered, ...fields} = await readFormFields(request)
  context.prerendered = readPrerendered(prerendered)
  context.language = readLanguage(fields.consent?.lang) || readLanguage(context.prerendered?.lang) || context.language
  return fields
}
