import type {Environment} from '../config/configuration-error.ts'
import {readOutboxSettingsWithFiles} from '../config/environment-with-files.ts'
import {requirePlace} from '../outbox/location.ts'
import {openSqlOutbox} from '../outbox/open.ts'
import type {SqlOutbox} from '../outbox/sql/sql-outbox.ts'

/** What the help says about a command. */
export interface CommandHelp {
  /** Its name and arguments, for the help. */
  usage: string
  /** What it does, in one line. */
  summary: string
  /** Further lines for the help of this command alone. */
  details?(): string
}

/** One of the operator's commands. */
export interface Command extends CommandHelp {
  /** Runs the command and returns the exit code of the process. Throws `UsageError` for invalid arguments. */
  run(args: string[], io: Io): Promise<number>
}

/** What a command reads from and writes to. */
export interface Io {
  env: Environment
  /** Prints a line of the result, which other programs may read. */
  print(line: string): void
  /** Prints a line for people: progress and remarks. */
  remark(line: string): void
}

/** Invalid arguments. */
export class UsageError extends Error {}

/**
 * Opens the outbox that the environment names, which must exist, and closes it after use. A command has nothing else to do,
 * so it needs no thread for the outbox. Throws `ConfigurationError`.
 */
export async function withOutbox<T>({env}: Io, use: (outbox: SqlOutbox) => Promise<T>): Promise<T> {
  const settings = readOutboxSettingsWithFiles(env)
  const outbox = await openSqlOutbox(settings, requirePlace(settings.place), {create: false})
  try {
    return await use(outbox)
  } finally {
    await outbox.close()
  }
}

/** Prints the result of a command: as JSON, or else as a sentence. */
export function printResult(io: Io, isJson: boolean | undefined, result: object, sentence: string): void {
  io.print(isJson ? JSON.stringify(result) : sentence)
}

/** `1 lead`, `2 leads`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
