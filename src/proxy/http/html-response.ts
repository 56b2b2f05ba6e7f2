import {toProblem} from './json-response.ts'
import type {ProxyResponse} from './exchange.ts'
import type {RenderForm} from './form-again.ts'
import {renderPage} from './html-page.ts'
import {loadPageWords, toErrorTexts, toFailureText} from './page-words.ts'
import type {RequestContext} from './request-context.ts'

/** What HTML responses depend on besides the request. */
export interface PageSettings {
  /** Where a form without JavaScript is redirected after success. */
  successUrl?: string
  renderForm: RenderForm
}

/** Turns a receipt into what a browser shows: a page in the form's language, or a redirect to the operator's page. */
export async function toSuccessPage(
  receipt: ProxyResponse,
  context: RequestContext,
  {successUrl}: PageSettings,
): Promise<ProxyResponse> {
  const {'content-type': _json, ...headers} = receipt.headers
  if (successUrl) return {status: 303, headers: {...headers, location: successUrl}}
  const {tag, words} = await loadPageWords(context)
  const {success_title: title, success_text: text} = words
  const page = await renderPage({lang: tag, title, heading: title, lines: [text]})
  return {...receipt, headers: {...headers, ...page.headers}, body: page.body}
}

/**
 * Turns a problem into what a browser shows, in the form's language: the errors of each field, or why the lead could not be
 * taken, and if it was prerendered, the form again. A screen reader reads the title first, so that it begins with what is
 * wrong.
 */
export async function toErrorPage(
  problem: ProxyResponse,
  error: unknown,
  context: RequestContext,
  {renderForm, successUrl}: PageSettings,
): Promise<ProxyResponse> {
  const {code, issues} = toProblem(error)
  const {tag, words} = await loadPageWords(context)
  const isInvalid = code === 'contact_invalid' && issues !== undefined
  const failure = toFailureText(code, words)
  const heading = isInvalid || code === 'refused' ? words.summary_title : words.submit
  const page = await renderPage({
    lang: tag,
    title: `${heading === words.submit ? failure : heading} – ${words.submit}`,
    heading,
    lines: isInvalid ? toErrorTexts(issues, words) : [failure],
    isList: isInvalid,
    form: await renderForm(context, isInvalid ? issues : []),
    successUrl,
  })
  return {...problem, headers: {...problem.headers, ...page.headers}, body: page.body}
}
