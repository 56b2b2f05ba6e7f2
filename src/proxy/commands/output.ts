/** What a program prints to. A program whose output is lost fails, unless the reader needed no more of it, as `head` does. */
export interface Output {
  write(text: string): void
  /** Prints a line for people: progress and remarks. */
  remark(line: string): void
}

export function openOutput(): Output {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', exitWithFailure)
  return {
    write: text => void process.stdout.write(text),
    remark: line => void process.stderr.write(`${line}\n`),
  }
}

function exitWithFailure({code}: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return
  process.once('exit', () => (process.exitCode = 1))
}
