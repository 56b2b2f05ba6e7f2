import english from '../messages/en.ts'
import {findLanguage} from '../messages/find-language.ts'
import {loadMessages} from '../messages/load-messages.ts'
import type {Messages} from '../messages/messages.ts'

/** The words for a BCP 47 tag; English where there are none. */
export async function loadWords(tag: string): Promise<Messages> {
  const lang = findLanguage(tag)
  return lang ? (await loadMessages(lang)).default : english
}
