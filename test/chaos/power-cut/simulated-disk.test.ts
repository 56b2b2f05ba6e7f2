import assert from 'node:assert/strict'
import {test} from 'node:test'
import {createRandom} from '../random.ts'
import {folderName, type Operation} from './journal.ts'
import {SimulatedDisk} from './simulated-disk.ts'

const write = (offset: number, text: string, length = text.length): Operation => ({
  kind: 'write',
  file: '',
  offset,
  bytes: Buffer.alloc(length, text),
})
const truncate = (size: number): Operation => ({kind: 'truncate', file: '', size})
const sync = (file = ''): Operation => ({kind: 'sync', file})
const syncFolder = sync(folderName)

/** Every different content that a thousand power cuts leave; undefined if there is no file. */
function outcomes(...operations: Operation[]): Set<string | undefined> {
  const disk = new SimulatedDisk()
  for (const operation of operations) disk.apply(operation)
  const random = createRandom(1)
  return new Set(Array.from({length: 1000}, () => toShape(disk.cut(random).get(''))))
}

/** Shortens a content to its runs of equal bytes: `a512b3`. */
const toShape = (content: Buffer | undefined) =>
  content?.toString('latin1').replace(/([^])\1*/g, run => (run[0] === '\0' ? '0' : run[0]!) + run.length)

interface Row {
  name: string
  operations: Operation[]
  outcomes: (string | undefined)[]
}

const rows: Row[] = [
  {name: 'keeps what was synced', operations: [write(0, 'a', 9), sync(), syncFolder], outcomes: ['a9']},
  {
    name: 'may lose a file whose folder was not synced',
    operations: [write(0, 'a', 9), sync()],
    outcomes: [undefined, 'a9'],
  },
  {
    name: 'may lose or keep a removal',
    operations: [write(0, 'a', 9), sync(), syncFolder, {kind: 'unlink', file: ''}],
    outcomes: [undefined, 'a9'],
  },
  {
    name: 'may keep each sector of a write or not',
    operations: [write(0, 'a', 1024), sync(), syncFolder, write(0, 'b', 1024)],
    outcomes: ['a1024', 'b512a512', 'a512b512', 'b1024'],
  },
  {
    name: 'may have kept a write at any time since the sync',
    operations: [write(0, 'a', 9), sync(), syncFolder, write(0, 'b', 9), write(0, 'c', 9)],
    outcomes: ['a9', 'b9', 'c9'],
  },
  {
    name: 'may keep the size without the content',
    operations: [write(0, 'a', 512), sync(), syncFolder, write(512, 'b', 512)],
    outcomes: ['a512', 'a512b512', 'a5120512'],
  },
  {
    name: 'keeps no write after a lost truncation',
    operations: [write(0, 'a', 9), sync(), syncFolder, truncate(0), write(0, 'b', 9)],
    outcomes: ['a9', '', 'b9', '09'],
  },
]
for (const {name, operations, outcomes: expected} of rows)
  test(`a power cut ${name}`, () => assert.deepEqual([...outcomes(...operations)].sort(), expected.sort()))
