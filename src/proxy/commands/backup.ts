import {ConfigurationError} from '../config/configuration-error.ts'
import {readOutboxSettingsWithFiles} from '../config/environment-with-files.ts'
import {backUpFile} from '../outbox/file/backup.ts'
import {readArguments} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {countOf, printResult, UsageError, withOutbox, type Command} from './command.ts'

export const backup: Command = {
  usage: 'backup PATH [--json]',
  summary: 'copy a SQLite outbox to a new file, as it is at this moment; proxies may go on writing to it',
  async run(args, io) {
    const {values, positionals} = readArguments(args, {json: {type: 'boolean'}}, true)
    const [path] = positionals
    if (positionals.length !== 1 || !path) throw new UsageError('backup: expected the path of a new file')
    const {place} = readOutboxSettingsWithFiles(io.env)
    if (place.kind === 'postgres')
      throw new ConfigurationError([
        'OUTBOX: expected a SQLite file. Back up PostgreSQL with its own program: pg_dump --format=custom --file=PATH "$OUTBOX"',
      ])
    return withOutbox(io, async ({operator}) => {
      if (place.kind !== 'file') return 1 // `withOutbox` has refused `none`
      const copy = async () => {
        const copied = await backUpFile(place.path, path).catch((error: unknown) => {
          throw new ConfigurationError([toMessage(error)])
        })
        return {...copied, count: copied.leads}
      }
      const {waiting, leads} = await audited(operator, io, {action: 'backup', details: {path}}, copy)
      printResult(
        io,
        values.json,
        {path, leads, waiting},
        `${countOf(leads, 'lead')} copied; restored, ${waiting} of them would be sent again`,
      )
      return 0
    })
  },
}

function toMessage(error: unknown): string {
  const {code, message} = error as NodeJS.ErrnoException // of the file system or SQLite
  if (code === 'EEXIST') return 'PATH: expected a new file, this one exists'
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'PATH: expected a file in a folder that exists'
  if (code === 'EACCES' || code === 'EROFS') return 'PATH: expected a file in a folder in which this user may create it'
  return `PATH: the copy failed (${code ?? message})`
}
