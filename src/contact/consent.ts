import * as z from 'zod/mini'
import {isCleanText} from './text.ts'

z.config({jitless: true}) // zod's compiler probes `new Function`, which a strict content security policy reports

const wording = z.optional(
  z.string('type_invalid').check(z.maxLength(4000, {error: 'too_long', abort: true}), z.refine(isCleanText, 'characters_invalid')),
)

/** What was shown when the visitor agreed: each wording as rendered, only where its box was shown. */
export const consentSchema = z.strictObject(
  {
    terms: wording,
    marketing: wording,
    /** The page of the form, http(s), without query and fragment: those may hold personal data. */
    page: z.optional(
      z.pipe(
        z.string('type_invalid').check(z.maxLength(2048, {error: 'too_long', abort: true}), z.refine(isWebPage, {error: 'url_invalid', abort: true})),
        z.transform(url => new URL(url).origin + new URL(url).pathname),
      ),
    ),
    /** BCP 47 tag of the language the wording was shown in. */
    lang: z.optional(z.string('type_invalid').check(z.maxLength(35, {error: 'too_long', abort: true}), z.regex(/^(?:[a-z]{2,8}(?:-[a-z0-9]{1,8})*)?$/i, 'language_invalid'))),
  },
  {error: issue => (issue.code === 'unrecognized_keys' ? 'not_allowed' : 'type_invalid')},
)
export type Consent = z.output<typeof consentSchema>

function isWebPage(url: string): boolean {
  try {
    return /^https?:$/.test(new URL(url).protocol)
  } catch {
    return false
  }
}
