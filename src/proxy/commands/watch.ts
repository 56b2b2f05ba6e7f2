import type {SqlOutbox} from '../outbox/sql/sql-outbox.ts'
import type {Io} from './command.ts'
import {summaryOf} from './leads.ts'

const glance = 1_000
/** So many looks without a change: nobody seems to deliver. */
const still = 30

/** Tells how delivery comes along, until nothing waits, or nothing moves. */
export async function watch(outbox: SqlOutbox, io: Io): Promise<void> {
  let [before, unmoved] = ['', 0]
  for (;;) {
    const counts = await outbox.counts(Date.now())
    const line = summaryOf(counts)
    if (line !== before) io.remark(line)
    if (counts.pending + counts.sending === 0) return
    unmoved = line === before ? unmoved + 1 : 0
    before = line
    if (unmoved === still)
      return io.remark(
        counts.paused
          ? 'Nothing is sent while the queue is paused.'
          : 'Nothing moves: is a proxy running on this outbox?',
      )
    await new Promise(resolve => setTimeout(resolve, glance))
  }
}
