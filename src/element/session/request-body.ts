import type {Consent} from '../../contact/consent.ts'
import {toLanguage} from '../../contact/language.ts'
import {maxLengths} from '../../contact/max-lengths.ts'
import {splitWords, splitTags} from '../../contact/words.ts'
import {toBoxes, toFields} from '../attributes.ts'
import {toConsentText} from '../consent-text.ts'
import type {CustomFields} from '../custom-fields/custom-fields.ts'
import type {SignupHost} from '../host.ts'
import {ownControls, type Control} from '../interaction/controls.ts'
import {toAttribution} from './attribution.ts'

/** The form as it is at one moment. */
export interface FormSnapshot {
  /** URL of the proxy. */
  endpoint: string
  /** The body of the request, not validated. */
  input: Record<string, unknown>
  /** Names of the fields that the visitor sees, in order. */
  shown: readonly string[]
  required: readonly string[]
}

/** What the request body is made of. */
export interface FormContents {
  /** Typed values and ticked boxes by name, custom fields included. */
  values: Readonly<Record<string, unknown>>
  /** As in the attributes: separated by spaces, tags also by commas. */
  tags: string
  lists: string
  /** Where the visitor came from; empty without `attribution`. */
  campaign: Readonly<Record<string, string>>
  /** Wordings of the boxes that are shown. */
  wordings: Pick<Consent, 'terms' | 'marketing'>
  /** BCP 47 tag of the form's language. */
  lang: string
  url: string
}

/**
 * Reads the form and the page's own fields once.
 * @param isCountryUnresolved whether a country of the phone is typed and none is chosen for it
 */
export function takeSnapshot(
  host: SignupHost,
  lang: string,
  customFields: CustomFields | undefined,
  isCountryUnresolved: boolean,
): FormSnapshot {
  const {endpoint, tags, lists, renderRoot: root} = host
  const fields = [...toFields(host.fields)]
  const campaign = toAttribution(host.attribution, location.href, document.referrer)
  const controls = ownControls(root).filter(({name}) => !(isCountryUnresolved && name === 'phone_country'))
  const own = controls.map((control): [string, unknown] => [control.name, valueOf(control)])
  return {
    endpoint,
    input: toRequestBody({
      values: {...customFields?.read(), ...Object.fromEntries(own)},
      tags,
      lists,
      campaign,
      wordings: {terms: toConsentText(root, 'terms'), marketing: toConsentText(root, 'marketing')},
      lang,
      url: location.href,
    }),
    shown: shownFields(host, customFields),
    required: fields.filter(([, required]) => required).map(([name]) => name),
  }
}

/** Names of all fields that the visitor sees, in order. */
export function shownFields(host: SignupHost, customFields: CustomFields | undefined): readonly string[] {
  return [
    ...toFields(host.fields).keys(),
    ...(customFields?.shown ?? []),
    ...toBoxes(host.consent).flatMap(box => box?.[1] ?? []),
  ]
}

/** The flat object of the wire: lists only with marketing consent, the page's URL without query and fragment. */
export function toRequestBody(contents: FormContents): Record<string, unknown> {
  const {values, tags, lists, campaign, wordings, lang, url} = contents
  const {origin, pathname, protocol} = new URL(url)
  const page = /^https?:$/.test(protocol) ? origin + pathname : undefined
  return {
    ...campaign,
    ...values,
    language: toLanguage(lang),
    tags: withChoices(splitTags(tags), values.tags),
    list_ids: values.gdpr_marketing_consent === true ? withChoices(splitWords(lists), values.list_ids) : undefined,
    consent: {
      terms: upTo(maxLengths.wording, wordings.terms),
      marketing: upTo(maxLengths.wording, wordings.marketing),
      page: upTo(maxLengths.page, page),
      lang,
    },
  }
}

/** A longer text is left out: it would cost the rest of the evidence. */
const upTo = (max: number, text: string | undefined) => (text && text.length > max ? undefined : text)

/** What the tag names, and what the visitor has chosen of the page's own fields. */
function withChoices(named: readonly string[], chosen: unknown): string[] {
  return [...new Set([...named, ...(Array.isArray(chosen) ? (chosen as string[]) : [])])]
}

/** In place of a date that is typed in part, which has no value, or is today or later where the visitor is: refused as no date. */
const noDate = 'no date'

function valueOf(control: Control): string | boolean {
  const {badInput, rangeOverflow} = control.validity
  if (badInput || rangeOverflow) return noDate
  return control instanceof HTMLInputElement && control.type === 'checkbox' ? control.checked : control.value
}
