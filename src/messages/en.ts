import {hints} from './en.hints.ts'
import {labels} from './en.labels.ts'
import {receiptTexts} from './en.receipt.ts'
import {replies} from './en.replies.ts'
import type {Messages} from './messages.ts'

/** English is in parts, which the form loads one after the other. */
export default {...labels, ...hints, ...replies, ...receiptTexts} satisfies Messages
