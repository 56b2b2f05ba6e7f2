import type {MessageOverrides} from './messages.ts'

/** Puts the wordings of a page over those of its language. Ignores wordings without a value; a number becomes text. */
export function withOverrides<Words extends object>(words: Words, overrides: MessageOverrides): Words {
  const given = Object.entries<unknown>(overrides ?? {}).filter(
    ([, wording]) => wording !== undefined && wording !== null,
  )
  return {...words, ...Object.fromEntries(given.map(([name, wording]) => [name, toWording(wording)]))}
}

const toWording = (wording: unknown) => (typeof wording === 'number' ? String(wording) : wording)
