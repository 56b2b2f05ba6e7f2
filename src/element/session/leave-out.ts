import type {Issue} from '../../contact/issues.ts'
import {isFieldName} from '../../contact/names.ts'
import type {Contact} from '../../contact/schema.ts'
import {Problem} from '../../contact/wire.ts'
import {isCorrectable, toShown} from './shown-issues.ts'

/** Without one of these there is no lead. */
const essential = /^(?:email$|phone|gdpr_accept_terms$)/

/**
 * Leaves out the values that the visitor cannot correct, so that they do not cost the lead, and names them in the
 * console. Returns undefined if the visitor can correct an error first, or if there is nothing to leave out.
 */
export function leaveOut<Values extends object>(
  values: Values,
  issues: readonly Issue[],
  shown: readonly string[],
): Values | undefined {
  if (toShown(issues, shown).some(issue => isCorrectable(issue, shown))) return undefined
  const refused = Object.keys(values).filter(
    name =>
      !essential.test(name) && issues.some(({field}) => field === name || (field === 'contact' && !isFieldName(name))),
  )
  if (refused.length === 0) return undefined
  console.warn(`<contact-signup> left out, since the proxy does not allow or accept it: ${refused.join(', ')}`)
  return Object.fromEntries(Object.entries(values).filter(([name]) => !refused.includes(name))) as Values // some fewer
}

/** The contact without what the proxy refuses and the visitor cannot correct; undefined for another error. */
export function withoutRefused(contact: Contact, error: unknown, shown: readonly string[]): Contact | undefined {
  return error instanceof Problem && error.code === 'contact_invalid'
    ? leaveOut(contact, error.issues ?? [], shown)
    : undefined
}
