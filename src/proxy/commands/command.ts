import type {Environment} from '../config/configuration-error.ts'
import {readOutboxSettings} from '../config/environment.ts'
import {withSecretFiles} from '../config/secret-file.ts'
import {outboxSettings} from '../config/settings.ts'
import {openOutbox} from '../outbox/open.ts'
import type {SqlOutbox} from '../outbox/sql/sql-outbox.ts'

/** One of the operator's commands. */
export interface Command {
  /** What stands behind its name in the help, and what it does, in a line. */
  usage: string
  summary: string
  /** Runs it; the result is the process's exit code. Throws `UsageError` for arguments it cannot read. */
  run(args: string[], io: Io): Promise<number>
}

/** The command's surroundings. */
export interface Io {
  env: Environment
  print(line: string): void
  /** For people only: progress and remarks, never what another program reads. */
  remark(line: string): void
}

/** Arguments that the command cannot read. */
export class UsageError extends Error {}

/** Opens the outbox that the environment names, for one command. */
export async function withOutbox<T>({env}: Io, use: (outbox: SqlOutbox) => Promise<T>): Promise<T> {
  const outbox = await openOutbox(readOutboxSettings(withSecretFiles(env, outboxSettings)))
  if (!outbox) throw new UsageError('OUTBOX is none: there is nothing stored')
  try {
    return await use(outbox)
  } finally {
    await outbox.close()
  }
}
