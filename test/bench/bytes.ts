/** Prints what loads when, against its budget: `npm run bench:bytes`. Bytes are exact, so a test holds them too. */
import {measure} from '../support/budget.ts'

console.table(
  Object.fromEntries(
    measure().map(({what, bytes, promised, limit}) => [
      what,
      {
        'bytes (brotli 11)': bytes,
        'the README says': promised,
        'at the most': limit,
        verdict: bytes <= promised && promised <= limit ? 'ok' : 'over',
      },
    ]),
  ),
)
