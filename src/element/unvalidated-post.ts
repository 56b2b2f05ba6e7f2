import type {Issue} from '../contact/issues.ts'
import {toLanguage} from '../contact/language.ts'
import {signalNames} from '../contact/signals.ts'
import type {ProblemCode, Receipt} from '../contact/wire.ts'
import {splitWords, splitTags} from '../contact/words.ts'
import {announceSuccess, openSuccessUrl} from './announce-success.ts'
import {toConsentText} from './consent-text.ts'
import {createKey} from './create-key.ts'
import type {Failure, FormState} from './form-state.ts'
import type {SignupHost} from './host.ts'
import type {LanguageController} from './language-controller.ts'
import {controlsOf, readValues} from './read-values.ts'
import {requestTimeoutMs} from './request-timeout.ts'

interface Options {
  language: LanguageController
  /** When the form was created, on the clock of `performance.now()`. */
  createdAt: number
  /** Renders another state. */
  show(state: FormState): void
}

/** The body of the proxy's response, a receipt or a problem, with the HTTP status. Empty if the proxy was not reached. */
interface ProxyResponse {
  status?: Receipt['status'] | number
  code?: ProblemCode
  issues?: Issue[]
  httpStatus?: number
}

type Contact = Record<string, unknown>

/** Idempotency keys by contact, as JSON: the same contact keeps its key. */
const keys: Record<string, string> = {}

/**
 * Sends the form where the parts that validate and send it cannot be loaded: the browser checks its own constraints, and
 * the proxy validates what is in the form, as it does anyway. Resolves to how it ended; `invalid` if it was not sent.
 * @param isRetry without the visitor having submitted
 */
export async function postUnvalidated(
  host: SignupHost,
  options: Options,
  isRetry: boolean,
): Promise<'sent' | 'invalid' | Failure> {
  const controls = controlsOf(host)
  const contact = readContact(host, controls, options)
  const isValid = controls.every(control => control.reportValidity?.() ?? true)
  if (!isValid || !host.dispatchEvent(toEvent('submit', {contact}))) {
    options.show({phase: 'editing', issues: {}})
    return 'invalid'
  }
  const {status, code = 'offline', issues, httpStatus = 0} = await post(host, contact, options)
  if (host.phase !== 'sending') return 'invalid' // the form was reset
  const isSent = status !== undefined && status === {201: 'created', 202: 'accepted'}[httpStatus]
  options.show(isSent ? {phase: 'done', issues: {}} : {phase: 'editing', issues: {}, failure: code})
  await host.updateComplete
  if (isSent) {
    announceSuccess(host, toEvent('success', {status, waitUntil() {}}), isRetry)
    openSuccessUrl(host, isRetry)
    return 'sent'
  }
  if (!isRetry) host.renderRoot.getElementById(issues?.[0]?.field ?? '')?.focus()
  host.dispatchEvent(toEvent('error', {code, status: httpStatus}))
  return code
}

/** The classes of the events are in a part that could not be loaded. */
const toEvent = (name: string, detail: object) =>
  Object.assign(new Event(`contact-signup-${name}`, {bubbles: true, composed: true, cancelable: true}), detail)

/** Reads the form and the page's own fields. */
function readContact(host: SignupHost, controls: readonly HTMLInputElement[], {language: {lang}}: Options): Contact {
  const values: Contact = readValues(controls)
  // Without its list, a country is what was typed. The proxy accepts a code, or a number with + and its country code.
  const [country, list] = ['country', 'code'].map(id => host.renderRoot.getElementById(`phone_${id}`)) as [
    HTMLInputElement | null,
    HTMLSelectElement | null,
  ]
  if (list?.length === 1 && country!.value !== country!.defaultValue) values.phone_country = country!.value
  const page = location.origin + location.pathname
  return {
    ...values,
    language: toLanguage(lang),
    tags: [...splitTags(host.tags), ...choicesOf(values.tags)],
    list_ids: values.gdpr_marketing_consent ? [...splitWords(host.lists), ...choicesOf(values.list_ids)] : [],
    consent: {
      terms: toConsentText(host.renderRoot, 'terms'),
      marketing: toConsentText(host.renderRoot, 'marketing'),
      page: page.startsWith('http') ? page : '',
      lang,
    },
  }
}

/** What the visitor has chosen of the page's own fields. A box without a `value` names nothing. */
const choicesOf = (chosen: unknown) => (typeof chosen === 'string' && chosen ? chosen.split(', ') : [])

/** Posts a contact; if the proxy does not allow parts of it, again without these. */
async function post(host: SignupHost, contact: Contact, options: Options): Promise<ProxyResponse> {
  const honeypot = host.renderRoot.querySelector<HTMLTextAreaElement>(`#${signalNames.honeypot}`)
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), requestTimeoutMs)
  try {
    const response = await fetch(host.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': (keys[JSON.stringify(contact)] ??= createKey()),
      },
      body: JSON.stringify({
        ...contact,
        [signalNames.honeypot]: honeypot?.value,
        [signalNames.elapsed]: performance.now() - options.createdAt,
      }),
      credentials: 'omit',
      redirect: 'error',
      keepalive: true, // the request goes on if the visitor leaves the page
      signal: controller.signal,
    })
    const body: ProxyResponse = {...(await response.json()), httpStatus: response.status}
    const refused = (body.issues ?? []).filter(
      ({code, field}) => (code === 'not_allowed' || field === 'consent') && contact[field] !== undefined,
    )
    const without = Object.fromEntries(refused.map(({field}) => [field, undefined]))
    return refused.length > 0 ? await post(host, {...contact, ...without}, options) : body
  } catch {
    return {}
  } finally {
    clearTimeout(timer)
  }
}
