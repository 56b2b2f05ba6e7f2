import {labels} from './en.labels.ts'
import {replies} from './en.replies.ts'
import type {Messages} from './messages.ts'

/** English is in two parts, because the form's first file contains the labels only; the replies are loaded later. */
export default {...labels, ...replies} satisfies Messages
