import {below, createRandom, type Random} from '../random.ts'
import {addFindings, inspect, noFindings, removeImage, writeImage, type Findings} from './inspection.ts'
import type {Operation} from './journal.ts'
import type {CutPlan} from './power-cuts.ts'
import {Promises, type Promised} from './promises.ts'
import {SimulatedDisk, type Image} from './simulated-disk.ts'

export interface TornWalPlan extends Omit<CutPlan, 'log'> {
  /** Called with the path of each outbox after it was inspected. */
  visit?(path: string): Promise<void>
}

/** A WAL that lacks everything from this byte on. */
interface Tear {
  size: number
  /** What the proxy had promised before it wrote this byte. */
  promised: Promised[]
  /** How many more operations the process does before the outbox is copied. */
  operationsLeft: number
}

const maxOperationsAfterTear = 200
const maxJunkBytes = 10_000

/**
 * Cuts the WAL off at random bytes and, in a quarter of the cases, appends junk. What the proxy had promised before it
 * wrote the first missing byte must be in the outbox.
 */
export async function tearWal({recording, cuts, seed, key, visit}: TornWalPlan): Promise<Findings> {
  const random = createRandom(seed, 'tears')
  const disk = new SimulatedDisk()
  const promises = new Promises(recording)
  const total = noFindings()
  const moments = pickMoments(recording.operations, cuts, random)
  let tear: Tear | undefined
  for (const [index, operation] of recording.operations.entries()) {
    if (tear && (reusesWal(operation) || (tear.operationsLeft -= 1) < 0)) {
      const path = writeImage(tornImage(disk.current(), tear.size, random))
      addFindings(total, await inspect(path, tear.promised, key), `at operation ${index}: `)
      await visit?.(path)
      removeImage(path)
      tear = undefined
    }
    disk.apply(operation)
    promises.apply(operation)
    if (moments.has(index) && !tear) tear = createTear(operation, promises, random)
  }
  return total
}

/** Picks writes to the WAL, at least so far apart that each tear is over before the next one. */
function pickMoments(operations: readonly Operation[], cuts: number, random: Random): Set<number> {
  const start = operations.findIndex(({kind}) => kind === 'message')
  const stride = Math.floor((operations.length - start) / cuts)
  const isWalWrite = (index: number) => toWalWrite(operations[index]!) !== undefined
  return new Set(
    Array.from({length: cuts}, (_, cut) => {
      let index = start + cut * stride + below(Math.max(1, stride - maxOperationsAfterTear), random)
      while (index > 0 && !isWalWrite(index)) index -= 1
      return index
    }),
  )
}

function toWalWrite(operation: Operation): {offset: number; bytes: Buffer} | undefined {
  return operation.kind === 'write' && operation.file === '-wal' && operation.offset > 0 ? operation : undefined
}

/** Whether the WAL starts again, or a checkpoint copies from it: it may only be cut off before. */
function reusesWal(operation: Operation): boolean {
  if (operation.kind === 'message' || operation.kind === 'sync') return false
  return operation.file === '' || toWalWrite(operation) === undefined
}

function createTear(operation: Operation, promises: Promises, random: Random): Tear {
  const {offset, bytes} = toWalWrite(operation)! // `pickMoments` picks no other
  return {
    size: offset + below(bytes.length, random),
    promised: [...promises.leads.values()],
    operationsLeft: below(maxOperationsAfterTear, random),
  }
}

function tornImage(image: Image, size: number, random: Random): Image {
  const junk = Buffer.from(Array.from({length: below(maxJunkBytes, random)}, () => below(256, random)))
  const wal = image.get('-wal')!.subarray(0, size)
  return new Map(image).set('-wal', random() < 0.25 ? Buffer.concat([wal, junk]) : wal)
}
