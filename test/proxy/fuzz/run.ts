/** Runs a million cases, or as many as given: `npm run fuzz -- 50000`. A failure prints the seed that reproduces it. */
import {fuzzAnswers} from './answers.ts'
import {fuzzFraming} from './framing.ts'
import {fuzzProofs} from './proofs.ts'
import {fuzz} from './property.ts'
import {fuzzSubjects} from './subjects.ts'

const cases = Number(process.argv[2] ?? 1_000_000)
const step = 10_000
const total: Record<string, number> = {}
process.on('unhandledRejection', error => {
  throw error
})
const start = performance.now()
for (let done = 0; done < cases; done += step) {
  for (const [status, times] of Object.entries(await fuzz(Math.min(step, cases - done))))
    total[status] = (total[status] ?? 0) + times
  if ((done / step) % 10 === 0)
    console.error(
      `${done + step} cases, ${Math.round((performance.now() - start) / 1000)} s, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
    )
}
await fuzzProofs(Math.ceil(cases / 50))
fuzzSubjects(Math.ceil(cases / 10))
await fuzzFraming(Math.ceil(cases / 50))
await fuzzAnswers(Math.ceil(cases / 500))
console.log(
  `${cases} cases in ${Math.round((performance.now() - start) / 1000)} s: ${Object.entries(total)
    .map(([status, times]) => `${status} × ${times}`)
    .join(', ')}`,
)
console.log('1 passed, 0 failed')
