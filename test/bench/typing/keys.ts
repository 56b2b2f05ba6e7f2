/** What is typed into a field, key by key: something that it takes, and something that it does not. */
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
  // The list gets shorter with each letter, longer again up to every country, and empty.
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

/** The keys of one go: what is valid, taken back key by key, what is not, and Tab to the next field. */
export function keysOf(field: string): string[] {
  const {valid, invalid} = typings[field]!
  const back = [...valid].filter(key => key.length === 1).map(() => 'Backspace')
  return [...valid, ...back, ...invalid, 'Tab']
}
