import {below, type Random} from '../random.ts'

/** A change that was not synced. */
type Change = {offset: number; bytes: Buffer} | {size: number}

/** What a power cut does to the changes of one file that were not synced. */
type Fate = 'dropped' | 'kept' | 'torn'
const fates: Fate[] = ['dropped', 'kept', 'torn', 'torn']

/** A disk writes this many bytes or none. */
const sectorBytes = 512

/** A file on a disk that loses its power. What was synced survives; of the rest, anything may. */
export class SimulatedFile {
  /** Grows ahead of the content, which may be copied a thousand times otherwise. */
  #durable = Buffer.alloc(0)
  #durableSize = 0
  #changes: Change[] = []

  write(offset: number, bytes: Buffer): void {
    this.#changes.push({offset, bytes})
  }

  truncate(size: number): void {
    this.#changes.push({size})
  }

  sync(): void {
    for (const change of this.#changes) {
      const size = 'size' in change ? change.size : Math.max(this.#durableSize, change.offset + change.bytes.length)
      if (size > this.#durable.length) this.#durable = Buffer.concat([this.#durable, Buffer.alloc(size)])
      if ('bytes' in change) change.bytes.copy(this.#durable, change.offset)
      else this.#durable.fill(0, size)
      this.#durableSize = size
    }
    this.#changes = []
  }

  /** Returns the content without a power cut. */
  current(): Buffer {
    return this.#replay(this.#changes.length, this.#changes.length, () => this.#changes.length)
  }

  /**
   * Returns the content after a power cut. Each sector is what it was after the last sync, or after any change since: a
   * system writes the sectors of its cache in any order. File systems keep the order of changes of the size, so sectors
   * that were written after a lost truncation are lost as well.
   */
  cut(random: Random): Buffer {
    const count = this.#changes.length
    const fate = fates[below(fates.length, random)]!
    if (fate === 'dropped') return this.#replay(0, 0, () => 0)
    if (fate === 'kept') return this.current()
    const sizedBy = below(count + 1, random)
    const lostTruncation = this.#changes.findIndex((change, index) => index >= sizedBy && 'size' in change)
    const end = lostTruncation < 0 ? count : lostTruncation
    const survivals = new Map<number, number>()
    return this.#replay(end, sizedBy, sector => {
      if (!survivals.has(sector)) survivals.set(sector, below(end + 1, random))
      return survivals.get(sector)!
    })
  }

  /**
   * Applies the first `end` changes, to each sector those before `survivalOf` it. The size is that after the first
   * `sizedBy` changes.
   */
  #replay(end: number, sizedBy: number, survivalOf: (sector: number) => number): Buffer {
    const changes = this.#changes.slice(0, end)
    const ends = changes.map(change => ('size' in change ? change.size : change.offset + change.bytes.length))
    const content = Buffer.alloc(Math.max(this.#durableSize, ...ends))
    this.#durable.copy(content, 0, 0, this.#durableSize)
    let size = this.#durableSize
    for (const [index, change] of changes.entries()) {
      if ('size' in change) content.fill(0, change.size)
      else writeSectors(content, change, sector => index < survivalOf(sector))
      if (index < sizedBy) size = 'size' in change ? change.size : Math.max(size, ends[index]!)
    }
    return content.subarray(0, size)
  }
}

function writeSectors(
  content: Buffer,
  {offset, bytes}: {offset: number; bytes: Buffer},
  survives: (sector: number) => boolean,
): void {
  const end = offset + bytes.length
  for (let start = offset; start < end;) {
    const sector = Math.floor(start / sectorBytes)
    const sectorEnd = Math.min(end, (sector + 1) * sectorBytes)
    if (survives(sector)) bytes.copy(content, start, start - offset, sectorEnd - offset)
    start = sectorEnd
  }
}
