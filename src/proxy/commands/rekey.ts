import {readOutboxSettingsWithFiles} from '../config/environment-with-files.ts'
import {planRekey, rekeyOutbox} from '../outbox/rekey.ts'
import {readArguments} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {countOf, printResult, withOutbox, type Command} from './command.ts'

export const rekey: Command = {
  usage: 'rekey [--dry-run] [--json]',
  summary: 'encrypt the outbox with OUTBOX_KEY instead of OUTBOX_OLD_KEY; stop the proxies first',
  async run(args, io) {
    const {values} = readArguments(args, {'dry-run': {type: 'boolean'}, json: {type: 'boolean'}})
    const settings = readOutboxSettingsWithFiles(io.env)
    const planned = await planRekey(settings)
    const {leads, records, wordings} = planned
    if (values['dry-run']) {
      const sentence = `${countOf(leads, 'lead')}, ${countOf(records, 'consent record')} and ${countOf(wordings, 'wording')} would be encrypted with OUTBOX_KEY`
      printResult(io, values.json, {dry_run: true, ...planned}, sentence)
      return 0
    }
    await rekeyOutbox(settings)
    const entry = {action: 'rekey', details: {}}
    await withOutbox(io, ({operator}) =>
      audited(operator, io, entry, async () => ({count: leads + records + wordings})),
    )
    printResult(io, values.json, {...planned}, 'encrypted with OUTBOX_KEY')
    return 0
  },
}
