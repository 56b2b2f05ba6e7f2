import {below, type Random} from '../random.ts'
import {folderName, type Operation} from './journal.ts'
import {SimulatedFile} from './simulated-file.ts'

/** The files of an outbox by what follows the name of the database. */
export type Image = Map<string, Buffer>

type Folder = Map<string, SimulatedFile>

/** A folder on a disk that loses its power. Entries that were not synced survive in the order of their creation. */
export class SimulatedDisk {
  readonly #files: Folder = new Map()
  readonly #durable: Folder = new Map()
  /** Entries that were added (or removed, without a file) since the folder was synced. */
  #entries: {name: string; file?: SimulatedFile}[] = []

  apply(operation: Operation): void {
    if (operation.kind === 'message') return
    const {kind, file: name} = operation
    if (name === folderName) this.#syncFolder()
    else if (kind === 'write') this.#open(name).write(operation.offset, operation.bytes)
    else if (kind === 'truncate') this.#open(name).truncate(operation.size)
    else if (kind === 'sync') this.#open(name).sync()
    else {
      this.#files.delete(name)
      this.#entries.push({name})
    }
  }

  /** Returns the files without a power cut. */
  current(): Image {
    return new Map([...this.#files].map(([name, file]) => [name, file.current()]))
  }

  /** Returns the files after a power cut at this moment. */
  cut(random: Random): Image {
    const folder: Folder = new Map(this.#durable)
    change(folder, this.#entries.slice(0, below(this.#entries.length + 1, random)))
    return new Map([...folder].map(([name, file]) => [name, file.cut(random)]))
  }

  #open(name: string): SimulatedFile {
    const known = this.#files.get(name)
    if (known) return known
    const file = new SimulatedFile()
    this.#files.set(name, file)
    this.#entries.push({name, file})
    return file
  }

  #syncFolder(): void {
    change(this.#durable, this.#entries)
    this.#entries = []
  }
}

function change(folder: Folder, entries: {name: string; file?: SimulatedFile}[]): void {
  for (const {name, file} of entries)
    if (file) folder.set(name, file)
    else folder.delete(name)
}
