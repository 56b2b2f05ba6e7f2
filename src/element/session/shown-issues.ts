import type {Issue} from '../../contact/issues.ts'

/** Names errors by the fields that the form shows: the wire splits the phone, and a form may have no e-mail. */
export function toShown(issues: readonly Issue[], shown: readonly string[]): Issue[] {
  return issues.map(({field, code}) => {
    if (field.startsWith('phone_')) return {field: 'phone', code}
    return {field: code === 'email_or_phone' && !shown.includes('email') ? 'phone' : field, code}
  })
}

/** Whether the visitor can correct an error: of a field that is shown and that the proxy allows. */
export function isMendable({field, code}: Issue, shown: readonly string[]): boolean {
  return shown.includes(field) && code !== 'not_allowed'
}
