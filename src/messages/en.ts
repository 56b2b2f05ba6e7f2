import {labels} from './en.labels.ts'
import {replies} from './en.replies.ts'
import type {Messages} from './messages.ts'

/** English is in two parts: the form's first bytes hold no word that an untouched form does not show. */
export default {...labels, ...replies} satisfies Messages
