import {writeSync} from 'node:fs'

/** How long a line waits for others. */
const flushDelayMs = 10
/** How long to wait while the reader of a pipe is slow. */
const retryDelayMs = 100
/** Characters of lines that wait for a slow reader; further lines are dropped. */
const maxBufferedLength = 1024 * 1024
/** PIPE_BUF of Linux: a pipe takes so many bytes as a whole or not at all, so that no line is torn by other writers. */
const maxChunkLength = 4096
/** How long the process waits for a slow reader when it exits. */
const exitTimeoutMs = 200
const newline = 10

/** What a `LineWriter` depends on. */
export interface LineWriterOptions {
  /** A file descriptor, non-blocking if it can block. */
  fd: number
  /** Whether another writer of this process has bytes under way to the same descriptor. */
  isBusy(): boolean
  /** The line that reports how many lines were dropped. */
  toNotice(dropped: number): string
}

/**
 * Writes lines to a file, pipe or socket that may be full, slow or closed. It never throws and never blocks: lines that
 * cannot be written are dropped and counted, and the count is written as soon as writing works again.
 */
export class LineWriter {
  readonly #options: LineWriterOptions
  /** Lines with their newlines. */
  #lines: string[] = []
  #bufferedLength = 0
  /** What is being written: lines, or a notice of so many dropped ones. */
  #chunk: Uint8Array = new Uint8Array()
  #noticeCount = 0
  #endsWithNewline = true
  #unreported = 0
  #dropped = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: LineWriterOptions) {
    this.#options = options
  }

  /** Lines dropped so far. */
  get dropped(): number {
    return this.#dropped
  }

  write(line: string): void {
    if (this.#bufferedLength + line.length > maxBufferedLength) return this.#drop(1)
    this.#lines.push(line)
    this.#bufferedLength += line.length
    this.#schedule(flushDelayMs)
  }

  /** Writes the buffered lines now. Returns false if the reader is too slow to take them all. */
  flush(): boolean {
    while (this.#chunk.length > 0 || this.#takeChunk()) {
      const error = this.#writeChunk()
      if (error === 'EAGAIN') {
        this.#schedule(retryDelayMs)
        return false
      }
      if (error) this.#dropAll()
    }
    return true
  }

  /** The same, waiting a moment for a slow reader. Blocks the event loop: for the end of the process only. */
  flushAtExit(): void {
    const deadline = performance.now() + exitTimeoutMs
    const never = new Int32Array(new SharedArrayBuffer(4))
    while (!this.flush() && performance.now() < deadline) Atomics.wait(never, 0, 0, flushDelayMs)
  }

  #schedule(delay: number): void {
    if (this.#timer) return
    const flush = () => {
      this.#timer = undefined
      this.flush()
    }
    this.#timer = setTimeout(flush, delay).unref()
  }

  /** Returns false if there is nothing to write. A notice goes with the next line, not before. */
  #takeChunk(): boolean {
    if (this.#lines.length === 0) return false
    this.#noticeCount = this.#unreported
    const text = this.#noticeCount > 0 ? this.#options.toNotice(this.#noticeCount) : this.#takeLines()
    this.#chunk = Buffer.from(this.#endsWithNewline ? text : `\n${text}`) // a failed write may have left half a line
    return true
  }

  #takeLines(): string {
    let [count, length] = [1, this.#lines[0]!.length]
    while (count < this.#lines.length && length + this.#lines[count]!.length <= maxChunkLength)
      length += this.#lines[count++]!.length
    this.#bufferedLength -= length
    return this.#lines.splice(0, count).join('')
  }

  /** Writes as much of the chunk as possible. Returns the code of the error, if any. */
  #writeChunk(): string | undefined {
    if (this.#options.isBusy()) return 'EAGAIN'
    try {
      const written = writeSync(this.#options.fd, this.#chunk)
      if (written > 0) this.#endsWithNewline = this.#chunk[written - 1] === newline
      this.#chunk = this.#chunk.subarray(written)
      if (this.#chunk.length === 0) this.#unreported -= this.#noticeCount
      return undefined
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? 'unknown' // fs throws system errors
    }
  }

  #dropAll(): void {
    const inChunk = this.#noticeCount > 0 ? 0 : this.#chunk.filter(byte => byte === newline).length
    this.#drop(inChunk + this.#lines.length)
    this.#chunk = new Uint8Array()
    this.#lines = []
    this.#bufferedLength = 0
  }

  #drop(count: number): void {
    this.#dropped += count
    this.#unreported += count
  }
}
