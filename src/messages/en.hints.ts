import type {Hints} from './messages.ts'

export const hints = {
  hint_phone: 'For example {example}',
  close: 'Close',
  country_none: 'No country found',
  countries_found: {one: '{count} country found', other: '{count} countries found'},
} satisfies Hints
