import {setTimeout as sleep} from 'node:timers/promises'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'
import type {Io} from './command.ts'
import {formatCounts} from './leads.ts'

const pollIntervalMs = 1_000
/** After so many polls without a change, probably no proxy is running. */
const maxIdlePolls = 30

/** Prints the progress of delivery until no lead is waiting, or nothing changes any more. */
export async function watchProgress(outbox: StoredOutbox, io: Io): Promise<void> {
  let [previous, idlePolls] = ['', 0]
  for (;;) {
    const counts = await outbox.counts(Date.now())
    const line = formatCounts(counts)
    if (line !== previous) io.remark(line)
    if (counts.pending + counts.sending === 0) return
    idlePolls = line === previous ? idlePolls + 1 : 0
    previous = line
    if (idlePolls === maxIdlePolls) return io.remark(counts.paused ? pausedRemark : idleRemark)
    await sleep(pollIntervalMs)
  }
}

const pausedRemark = 'Nothing is sent while the queue is paused.'
const idleRemark = 'Nothing changes. Is a proxy running on this outbox?'
