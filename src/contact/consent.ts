import * as z from 'zod/mini'
import {maxLengths} from './max-lengths.ts'
import {isCleanText, withoutDirections} from './text.ts'
import {text, value} from './values.ts'

const wording = text((typed, refuse) => {
  if (typed.length > maxLengths.wording) refuse('too_long')
  const shown = withoutDirections(typed)
  return isCleanText(shown) ? shown : refuse('characters_invalid')
})

/** The evidence of a consent: each wording as it was rendered, if its checkbox was shown. */
export const consentSchema = z.catchall(
  z.object(
    {
      terms: wording,
      marketing: wording,
      /** URL of the form's page, http(s), without query and fragment: those may hold personal data. */
      page: text((typed, refuse) =>
        typed.length > maxLengths.page ? refuse('too_long') : (toPage(typed) ?? refuse('url_invalid')),
      ),
      /** BCP 47 tag of the wording's language. */
      lang: text((typed, refuse) => {
        if (typed.length > 35) refuse('too_long')
        return /^(?:[a-z]{2,8}(?:-[a-z0-9]{1,8})*)?$/i.test(typed) ? typed : refuse('language_invalid')
      }),
    },
    'type_invalid',
  ),
  value((_given, refuse) => refuse('not_allowed')),
)
export type Consent = {[Key in 'terms' | 'marketing' | 'page' | 'lang']?: string | undefined}

function toPage(typed: string): string | undefined {
  try {
    const {protocol, origin, pathname} = new URL(typed)
    return /^https?:$/.test(protocol) ? origin + pathname : undefined
  } catch {
    return undefined
  }
}
