import {below, createRandom, type Random} from '../random.ts'
import {addFindings, inspect, noFindings, removeImage, writeImage, type Findings} from './inspection.ts'
import type {Operation} from './journal.ts'
import {Promises} from './promises.ts'
import type {Recording} from './recording.ts'
import {SimulatedDisk} from './simulated-disk.ts'

export interface CutPlan {
  recording: Recording
  cuts: number
  seed: number
  /** The key that encrypts the outbox, in base64. */
  key?: string
  log?: (line: string) => void
}

/**
 * Cuts the power at random operations of a journal, and compares what is left on the disk with what the proxy had
 * promised until then.
 */
export async function cutPower({recording, cuts, seed, key, log = () => {}}: CutPlan): Promise<Findings> {
  const random = createRandom(seed, 'cuts')
  const disk = new SimulatedDisk()
  const promises = new Promises(recording)
  const total = noFindings()
  const moments = pickMoments(recording.operations, cuts, random)
  for (const [index, operation] of recording.operations.entries()) {
    disk.apply(operation)
    promises.apply(operation)
    for (; moments[0] === index; moments.shift()) {
      const path = writeImage(disk.cut(random))
      addFindings(total, await inspect(path, promises.leads.values(), key), `at operation ${index}: `)
      removeImage(path)
      if (moments.length % 50 === 1)
        log(`${cuts - moments.length + 1} power cuts, ${total.counts.acknowledged} leads looked up`)
    }
  }
  return total
}

/** Picks every second moment right after a message: what it promises has had the least time to reach the disk. */
function pickMoments(operations: readonly Operation[], cuts: number, random: Random): number[] {
  const messages = [...operations.keys()].filter(index => operations[index]!.kind === 'message')
  const moments = Array.from({length: cuts}, (_, cut) =>
    cut % 2 === 0 ? below(operations.length, random) : messages[below(messages.length, random)]!,
  )
  return moments.sort((a, b) => a - b)
}
