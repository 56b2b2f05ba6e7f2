import type {Consent} from '../../contact/consent.ts'
import {toLanguage} from '../../contact/language.ts'
import {toWords} from '../attributes.ts'

/** What a form says of itself, beside what was typed. */
export interface Page {
  /** Typed values and ticked boxes by name, custom fields included. */
  values: Readonly<Record<string, unknown>>
  /** Space-separated, as in the attributes. */
  tags: string
  lists: string
  /** Campaign parameters of the page's URL; empty where attribution is off. */
  campaign: Readonly<Record<string, string>>
  /** Wordings of the boxes that are shown. */
  wordings: Pick<Consent, 'terms' | 'marketing'>
  /** BCP 47 tag of the words shown. */
  lang: string
  url: string
}

/** The flat object of the wire. Lists go along only with marketing consent; the page goes without query and fragment. */
export function toInput({values, tags, lists, campaign, wordings, lang, url}: Page): Record<string, unknown> {
  const {origin, pathname, protocol} = new URL(url)
  const page = /^https?:$/.test(protocol) ? origin + pathname : undefined
  return {
    ...campaign,
    ...values,
    language: toLanguage(lang),
    tags: toWords(tags),
    list_ids: values.gdpr_marketing_consent === true ? toWords(lists) : undefined,
    consent: {...wordings, page, lang},
  }
}

/** The `utm_*` parameters of a URL. What is no plain short text is left out: no lead may fail for its campaign. */
export function readCampaign(url: string): Record<string, string> {
  const parameters = [...new URL(url).searchParams]
  return Object.fromEntries(
    parameters.filter(([name, value]) => /^utm_[a-z_]{1,30}$/.test(name) && /^[^\p{C}]{1,200}$/u.test(value)),
  )
}
