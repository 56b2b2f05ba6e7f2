import type {Issue} from '../../contact/issues.ts'
import type {Contact} from '../../contact/schema.ts'
import {isExtra} from '../contact-api/create-request.ts'
import type {Settings} from '../config/options.ts'

type Lists = Pick<Settings, 'allowedFields' | 'allowedLists' | 'allowedTags'>

/** What of a judged contact the operator has not allowed: extra fields, tags and audience lists. */
export function checkAllowed(contact: Contact, lists: Lists): Issue[] {
  const names = Object.keys(contact).filter(name => isExtra(name) && !lists.allowedFields.has(name))
  return [
    ...names.map(field => ({field, code: 'not_allowed'}) as const),
    ...((contact.tags ?? []).every(tag => lists.allowedTags.has(tag))
      ? []
      : [{field: 'tags', code: 'not_allowed'} as const]),
    ...((contact.list_ids ?? []).every(id => lists.allowedLists.has(id))
      ? []
      : [{field: 'list_ids', code: 'not_allowed'} as const]),
  ]
}
