import type {Issue} from '../contact/issues.ts'
import {signalNames} from '../contact/signals.ts'
import type {ProblemCode, Receipt} from '../contact/wire.ts'
import {splitTags} from '../contact/words.ts'
import {announceSuccess} from './announce-success.ts'
import {readConsentText} from './consent-text.ts'
import {createKey} from './create-key.ts'
import type {FormState} from './form-state.ts'
import type {SignupHost} from './host.ts'
import type {LanguageController} from './language-controller.ts'

interface Options {
  language: LanguageController
  /** When the form was created, on the clock of `performance.now()`. */
  createdAt: number
  /** Renders another state. */
  show(state: FormState): void
}

/** The proxy's response with its HTTP status: a receipt or a problem. Empty if the proxy was not reached. */
interface Answer {
  status?: Receipt['status'] | number
  code?: ProblemCode
  issues?: Issue[]
  httpStatus?: number
}

/** Idempotency keys by contact, as JSON: the same contact keeps its key. */
const keys: Record<string, string> = {}

/**
 * Sends the form where the parts that validate and send it cannot be loaded: the browser checks its own constraints, and
 * the proxy validates what is in the form, as it does anyway. Resolves to true when the proxy has the lead.
 * @param isRetry without the visitor having submitted
 */
export async function postUnvalidated(host: SignupHost, options: Options, isRetry: boolean): Promise<boolean> {
  const controls = [
    ...host.querySelectorAll<HTMLInputElement>('[slot=fields][name], [slot=fields] [name]'),
    ...host.renderRoot.querySelectorAll<HTMLInputElement>('form [name]:not(slot)'),
  ]
  const isValid = controls.every(control => control.reportValidity?.() ?? true)
  const answer = isValid ? await post(host, readContact(host, controls, options), options) : {}
  const {status, code = 'offline', issues, httpStatus = 0} = answer
  if (host.phase !== 'sending') return false // the form was reset
  const isSent = status === {201: 'created', 202: 'accepted'}[httpStatus] && status !== undefined
  options.show({phase: isSent ? 'done' : 'editing', issues: {}, failure: isValid && !isSent ? code : undefined})
  await host.updateComplete
  if (isSent) await announceSuccess(host, toEvent('success', {status}), isRetry)
  else if (isValid) {
    host.renderRoot.getElementById(issues?.[0]?.field ?? '')?.focus()
    host.dispatchEvent(toEvent('error', {code, status: httpStatus}))
  }
  return isSent
}

/** The classes of the events are in a part that could not be loaded. */
const toEvent = (name: string, detail: object) =>
  Object.assign(new Event(`contact-signup-${name}`, {bubbles: true, composed: true}), detail)

/** Reads the form and the page's own fields, as `session/request-body.ts` does. */
function readContact(host: SignupHost, controls: readonly HTMLInputElement[], {language: {lang}}: Options) {
  const values: Record<string, unknown> = {}
  for (const {name, type, checked, value} of controls)
    if (type !== 'radio' || checked) values[name] = type === 'checkbox' ? checked : value
  // Without its list, a country is what was typed. The proxy accepts a code, or a number with + and its country code.
  const [country, list] = ['country', 'code'].map(id => host.renderRoot.getElementById(`phone_${id}`)) as [
    HTMLInputElement | null,
    HTMLSelectElement | null,
  ]
  if (list?.length === 1 && country!.value !== country!.defaultValue) values.phone_country = country!.value
  const page = location.origin + location.pathname
  return {
    ...values,
    language: lang,
    tags: splitTags(host.tags),
    list_ids: values.gdpr_marketing_consent ? splitTags(host.lists) : [],
    consent: {
      terms: readConsentText(host.renderRoot, 'terms'),
      marketing: readConsentText(host.renderRoot, 'marketing'),
      page: page.startsWith('http') ? page : '',
      lang,
    },
  }
}

/** Posts a contact; if the proxy does not allow a part of it, once more without that part. */
async function post(host: SignupHost, contact: Record<string, unknown>, options: Options): Promise<Answer> {
  const honeypot = host.renderRoot.querySelector<HTMLTextAreaElement>(`#${signalNames.honeypot}`)
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
    })
    const answer: Answer = {...(await response.json()), httpStatus: response.status}
    const refused = answer.issues?.find(({code, field}) => code === 'not_allowed' && field in contact)?.field
    return refused ? post(host, {...contact, [refused]: undefined}, options) : answer
  } catch {
    return {}
  }
}
