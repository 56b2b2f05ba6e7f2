import type {Checked} from '../../contact/contact.ts'
import type {Issue, IssueCode} from '../../contact/issues.ts'
import type {FormSnapshot} from './request-body.ts'

/** Codes of values that may be right: the form asks once. */
const warningCodes: readonly IssueCode[] = ['phone_unassigned', 'email_international']

export const isWarning = (code: IssueCode): boolean => warningCodes.includes(code)

/** Errors and warnings, by the names of the fields that are shown. */
export function issuesOf(checked: Checked, {shown}: FormSnapshot): readonly Issue[] {
  return toShown([...(checked.ok ? [] : checked.issues), ...(checked.warnings ?? [])], shown)
}

/** Names errors by the fields that the form shows: the wire splits the phone, and a form may have no e-mail. */
export function toShown(issues: readonly Issue[], shown: readonly string[]): Issue[] {
  return issues.map(({field, code}) => {
    if (field.startsWith('phone_')) return {field: 'phone', code}
    return {field: code === 'email_or_phone' && !shown.includes('email') ? 'phone' : field, code}
  })
}

/** Whether the visitor can correct an error: of a field that is shown and that the proxy allows. */
export function isCorrectable({field, code}: Issue, shown: readonly string[]): boolean {
  return shown.includes(field) && code !== 'not_allowed'
}
