import type {Issue} from '../../contact/issues.ts'
import type {Contact} from '../../contact/schema.ts'
import {isExtraField} from '../contact-api/create-request.ts'

/** What the operator allows pages to send. */
export interface AllowLists {
  /** Custom fields, and fields such as `user_id`. */
  allowedFields: ReadonlySet<string>
  /** Ids of audience lists. */
  allowedLists: ReadonlySet<string>
  allowedTags: ReadonlySet<string>
}

/** Returns an issue for each extra field, and for tags and audience lists, that the operator does not allow. */
export function checkAllowed(contact: Contact, {allowedFields, allowedLists, allowedTags}: AllowLists): Issue[] {
  const fields = Object.keys(contact).filter(name => isExtraField(name) && !allowedFields.has(name))
  if (!(contact.tags ?? []).every(tag => allowedTags.has(tag))) fields.push('tags')
  if (!(contact.list_ids ?? []).every(id => allowedLists.has(id))) fields.push('list_ids')
  return fields.map(field => ({field, code: 'not_allowed'}))
}
