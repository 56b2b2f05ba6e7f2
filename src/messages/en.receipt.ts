import type {ReceiptTexts} from './messages.ts'

export const receiptTexts = {
  receipt_save: 'Save a receipt of your consent',
} satisfies ReceiptTexts
