import type {AuditRecord} from '../outbox/sql/audit.ts'
import {readArguments, readTimeSpan} from './arguments.ts'
import {withOutbox, type Command} from './command.ts'

export const audit: Command = {
  usage: 'audit [--since 30d] [--json]',
  summary: 'list which commands changed or revealed anything, when, and who ran them',
  async run(args, io) {
    const {values} = readArguments(args, {since: {type: 'string'}, json: {type: 'boolean'}})
    const since = values.since === undefined ? 0 : Date.now() - readTimeSpan('since', values.since)
    const format = values.json ? toJson : toLine
    return withOutbox(io, async ({operator}) => {
      for (let page = await operator.audit(since); page.length > 0; page = await operator.audit(since, page.at(-1)!.n))
        for (const record of page) io.print(format(record))
      return 0
    })
  },
}

function toJson({n: _n, at, ...record}: AuditRecord): string {
  return JSON.stringify({time: new Date(at).toISOString(), ...record})
}

function toLine({at, who, action, details, count}: AuditRecord): string {
  const time = new Date(at).toISOString().replace(/\.\d+/, '')
  return [time, who, action, count ?? 'interrupted', JSON.stringify(details)].join('  ')
}
