import type {FormFields} from '../intake/leave-out.ts'
import type {ProxyRequest} from './exchange.ts'
import {withPlus} from './filled-phone.ts'
import {toValues} from './form-again.ts'
import {readLanguage} from './page-words.ts'
import {readPrerendered} from './prerendered.ts'
import {readFormFields} from './read-request.ts'
import type {RequestContext} from './request-context.ts'

/** Reads the body of a form without JavaScript, and adds to the context what an HTML response depends on. */
export async function readPlainForm(request: ProxyRequest, context: RequestContext): Promise<FormFields> {
  const {prerendered, ...posted} = await readFormFields(request)
  const fields = withPlus(withPage(posted, request))
  context.prerendered = readPrerendered(prerendered)
  context.values = toValues({...fields, ...pickCountry(posted)}) // what the visitor has chosen
  context.language = readLanguage(fields.consent?.lang) || readLanguage(context.prerendered?.lang) || context.language
  return fields
}

const pickCountry = ({phone_country}: FormFields) => phone_country !== undefined && {phone_country}

function withPage(fields: FormFields, request: ProxyRequest): FormFields {
  const page = fields.consent?.page === undefined ? readReferer(request) : undefined
  return page ? {...fields, consent: {...fields.consent, page}} : fields
}

const maxPageLength = 2048 // that of the contact's page

/**
 * The page that the browser names, without query and fragment; of another origin that is the origin only, by default.
 * Undefined for a page that the request's origin contradicts, and for the proxy's own page, which is not where the
 * visitor gave consent.
 */
function readReferer(request: ProxyRequest): string | undefined {
  const url = URL.parse(request.header('referer') ?? '')
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  if ((request.header('origin') ?? url.origin) !== url.origin) return undefined
  if (url.host === URL.parse(request.ownOrigin)?.host && url.pathname === request.target) return undefined
  const page = url.origin + url.pathname
  return page.length > maxPageLength ? undefined : page
}
