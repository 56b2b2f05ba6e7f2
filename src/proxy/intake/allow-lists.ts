import type {Issue} from '../../contact/issues.ts'
import {isExtraField} from '../contact-api/create-request.ts'

/** What the operator allows pages to send. */
export interface AllowLists {
  /** Custom fields, and fields such as `user_id`. */
  allowedFields: ReadonlySet<string>
  /** Ids of audience lists. */
  allowedLists: ReadonlySet<string>
  allowedTags: ReadonlySet<string>
}

/** A contact, or the body of a form that was not validated yet. */
interface Fields {
  tags?: readonly string[]
  list_ids?: readonly string[]
  [name: string]: unknown
}

/** Returns an issue for each extra field, and for tags and audience lists, that the operator does not allow. */
export function checkAllowed(fields: Fields, {allowedFields, allowedLists, allowedTags}: AllowLists): Issue[] {
  const names = Object.keys(fields).filter(name => isExtraField(name) && !allowedFields.has(name))
  if (!(fields.tags ?? []).every(tag => allowedTags.has(tag))) names.push('tags')
  if (!(fields.list_ids ?? []).every(id => allowedLists.has(id))) names.push('list_ids')
  return names.map(field => ({field, code: 'not_allowed'}))
}
