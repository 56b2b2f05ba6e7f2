import {replies} from '../messages/en.replies.ts'
import type {Labels, Messages, Replies} from '../messages/messages.ts'

/** All words: English replies where a language's own are not there. */
export const allWords = (words: Labels & Partial<Replies>): Messages => ({...replies, ...words})

/** Words with what stands for each `{name}` in them. */
export function fill(words: string, values: Record<string, string>): string {
  return words.replace(/\{(\w+)\}/g, (_braces, name: string) => values[name] ?? '')
}
