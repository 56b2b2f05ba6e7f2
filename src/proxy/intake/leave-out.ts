import {checkContact} from '../../contact/index.ts'
import {checkAllowed, type AllowLists} from './allow-lists.ts'

/** The body of a form without JavaScript, not validated. */
export interface FormFields {
  tags?: readonly string[]
  list_ids?: readonly string[]
  consent?: Readonly<Record<string, unknown>>
  [name: string]: unknown
}

/** What a form sends without showing it, so that its visitor cannot correct it. */
const hiddenNames = ['tags', 'list_ids', 'language'] as const

/**
 * Leaves out of a form without JavaScript what the operator does not allow, and hidden fields that are invalid, so that
 * they cost no lead: the form's script would leave them out and send again. Returns the names of these fields as well;
 * any text can be one of them.
 */
export function leaveOut(fields: FormFields, allowLists: AllowLists): {rest: FormFields; leftOut: string[]} {
  const refused = new Set([
    ...checkAllowed(fields, allowLists).map(({field}) => field),
    ...hiddenNames.filter(name => !isValid(name, fields[name])),
  ])
  const given = Object.entries(fields.consent ?? {})
  const valid = given.filter(([part, value]) => isValid('consent', {[part]: value}))
  if (valid.length < given.length) refused.add('consent')
  const rest = Object.entries(fields).filter(([name]) => !refused.has(name))
  return {
    rest: {...Object.fromEntries(rest), ...(valid.length > 0 && {consent: Object.fromEntries(valid)})},
    leftOut: [...refused],
  }
}

/** Whether a field is valid by itself, whatever else is missing. */
function isValid(name: string, value: unknown): boolean {
  const checked = checkContact({[name]: value}, {skipWarnings: true})
  return checked.ok || !checked.issues.some(({field}) => field === name)
}
