/** Keys for a field: a valid value and an invalid one. */
interface Typing {
  valid: Iterable<string>
  invalid: Iterable<string>
}

const times = (count: number, key: string) => Array<string>(count).fill(key)

const typings: Record<string, Typing> = {
  name_first: {valid: 'Ada-Maria', invalid: '<Ada> \\{1}'},
  name_last: {valid: "O'Brien-Smith", invalid: 'www.example.com'},
  email: {valid: 'ada.l@example.org', invalid: 'ada..l@@example'},
  phone: {valid: '+44 7400 123456', invalid: '0000 12'},
  // The list gets shorter with each letter, then longer again up to all countries, then empty.
  phone_country: {valid: [...'united', ...times(3, 'ArrowDown')], invalid: 'xqz'},
  city: {valid: 'Llanfair PG', invalid: '<Llanfair>'},
  region: {valid: 'Gwynedd', invalid: '\\{Gwynedd}'},
  zip: {valid: 'LL61 5UJ', invalid: '1234567890-1234567890'},
  country: {valid: [...'france', ...times(4, 'ArrowDown')], invalid: ['Home', ...times(3, 'ArrowUp')]},
  full_address: {valid: ['1', ' ', ...'Holyhead Road', 'Enter', ...'Bangor'], invalid: '<<\\>>{}'},
  born_date: {valid: '10121980', invalid: '01012999'},
  gender: {valid: [...'fmfm', 'ArrowUp', 'ArrowDown'], invalid: ['Home', 'End']},
}

export const fieldNames = Object.keys(typings)

/** All keys for a field: the valid value, Backspace for each of its characters, the invalid value, and Tab. */
export function keysOf(field: string): string[] {
  const {valid, invalid} = typings[field]!
  const back = [...valid].filter(key => key.length === 1).map(() => 'Backspace')
  return [...valid, ...back, ...invalid, 'Tab']
}
