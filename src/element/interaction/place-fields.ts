import type {FieldName} from '../../contact/fields.ts'

/**
 * Field names by place. The first field of a place keeps its control, with the focus and all that was typed. At first
 * each field has a place of its own, and the first place is empty, for fields that are later put before them.
 */
export type Places = readonly (readonly FieldName[])[]

/** Puts fields in another order. A field whose place is not behind that of the field before it moves; a new field joins that place. */
export function placeFields(names: readonly FieldName[], before: Places): Places {
  const places: FieldName[][] = before.map(() => [])
  let place = 0
  for (const name of names) {
    const own = before.findIndex(([first]) => first === name)
    place = Math.max(place, own)
    places[place]!.push(name)
  }
  return places
}
