/** Prints the size of each chunk and its budget: `npm run bench:bytes`. Sizes are exact, so a test checks them too. */
import {measure} from '../support/budget.ts'

console.table(
  Object.fromEntries(
    measure().map(({what, bytes, promised, limit}) => [
      what,
      {
        'bytes (brotli 11)': bytes,
        documented: promised,
        limit,
        verdict: bytes <= promised && promised <= limit ? 'ok' : 'over',
      },
    ]),
  ),
)
