import {ConfigurationError} from '../config/configuration-error.ts'
import {readOutboxSettingsWithFiles} from '../config/environment-with-files.ts'
import {outboxSettings} from '../config/settings.ts'
import {toPlaceName, type StoredPlace} from '../outbox/location.ts'
import {withTransfer} from '../outbox/transfer.ts'
import {readArguments} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {printResult, UsageError, type Command} from './command.ts'
import {isInUse} from './in-use.ts'

export const migrate: Command = {
  usage: 'migrate FROM TO [--dry-run] [--json]',
  summary:
    'copy an outbox to another database, such as file:PATH to postgres://…, encrypted with OUTBOX_KEY; stop the proxies first',
  async run(args, io) {
    const {values, positionals} = readArguments(args, {'dry-run': {type: 'boolean'}, json: {type: 'boolean'}}, true)
    if (positionals.length !== 2) throw new UsageError('migrate: expected two outboxes, FROM and TO')
    const [from, to] = [readPlace('FROM', positionals[0]!), readPlace('TO', positionals[1]!)]
    if (toPlaceName(from) === toPlaceName(to)) throw new UsageError('migrate: expected two different outboxes')
    const {key, oldKey} = readOutboxSettingsWithFiles(io.env)
    for (const [name, place] of [['FROM', from] as const, ['TO', to] as const])
      if (await isInUse(place))
        throw new ConfigurationError([`${name}: expected an outbox that no proxy has open, stop the proxies first`])
    return withTransfer({from, to, key, oldKey}, async ({operator, counts, copy, completeAudit}) => {
      if (values['dry-run']) {
        printResult(io, values.json, {dry_run: true, ...counts}, `would be copied: ${formatRows(counts)}`)
        return 0
      }
      const details = {from: toPlaceName(from), to: toPlaceName(to)}
      const {copied, count} = await audited(operator, io, {action: 'migrate', details}, async () => {
        const rows = await copy()
        return {copied: rows, count: rows.lead ?? 0}
      })
      await completeAudit(count)
      printResult(io, values.json, copied, `copied: ${formatRows(copied)}`)
      io.remark(`Set OUTBOX to ${toPlaceName(to)} before you start a proxy. FROM is paused.`)
      return 0
    })
  },
}

function readPlace(name: string, text: string): StoredPlace {
  const parsed = outboxSettings.place.text.safeParse(text || 'invalid')
  if (!parsed.success) throw new UsageError(`${name}: ${parsed.error.issues[0]!.message}`)
  if (parsed.data.kind === 'none') throw new UsageError(`${name}: expected an outbox, not none`)
  return parsed.data
}

function formatRows(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([table, count]) => `${count} ${table}`)
    .join(', ')
}
