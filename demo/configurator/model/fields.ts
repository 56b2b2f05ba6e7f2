/** A field as the editor lists it. */
export interface FieldChoice {
  name: string
  isShown: boolean
  isRequired: boolean
}

/** All fields: first those of the attribute `fields`, in its order, then the others. Ignores unknown names. */
export function readFieldChoices(text: string, fieldNames: readonly string[]): FieldChoice[] {
  const shown = new Map(
    splitWords(text)
      .map(word => [word.replace('*', ''), word.includes('*')] as const)
      .filter(([name]) => fieldNames.includes(name)),
  )
  return [
    ...[...shown].map(([name, isRequired]) => ({name, isShown: true, isRequired})),
    ...fieldNames.filter(name => !shown.has(name)).map(name => ({name, isShown: false, isRequired: false})),
  ]
}

/** The attribute `fields` of these choices. */
export function toFields(choices: readonly FieldChoice[]): string {
  return choices
    .filter(({isShown}) => isShown)
    .map(({name, isRequired}) => (isRequired ? `${name}*` : name))
    .join(' ')
}

/** Moves the choice at an index by one place, up (-1) or down (1). */
export function moveChoice(choices: readonly FieldChoice[], index: number, by: -1 | 1): FieldChoice[] {
  const moved = choices[index]
  const other = choices[index + by]
  if (!moved || !other) return [...choices]
  return choices.map((choice, at) => (at === index ? other : at === index + by ? moved : choice))
}

export const splitWords = (text: string): string[] => text.split(/\s+/).filter(Boolean)

/** Tags as the element and the proxy read them: separated by spaces, or by commas if there is one. */
export function splitTags(text: string): string[] {
  if (!text.includes(',')) return splitWords(text)
  return text
    .split(',')
    .map(tag => tag.trim())
    .filter(Boolean)
}
