import de from './de.ts'
import type {Messages} from './messages.ts'

/** Swiss German has no ß and has quotation marks of its own. */
const toSwiss = (text: string) => text.replace(/ß/g, 'ss').replace(/„/g, '«').replace(/“/g, '»')

export default {
  ...de,
  full_address: toSwiss(de.full_address),
  region: 'Kanton oder Region',
  close: toSwiss(de.close),
  error_required: toSwiss(de.error_required),
  error_too_long: toSwiss(de.error_too_long),
  error_characters_invalid: toSwiss(de.error_characters_invalid),
  error_invalid: toSwiss(de.error_invalid),
} satisfies Messages
