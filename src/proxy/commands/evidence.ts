import type {ExportedRecord} from '../outbox/sql/consent.ts'
import {readArguments, requireAtMostOne} from './arguments.ts'
import {countOf, UsageError, withOutbox, type Command} from './command.ts'
import {toCsv} from './csv.ts'
import {readPerson} from './person.ts'

export const evidence: Command = {
  usage: 'evidence [--email ADDRESS] [--phone NUMBER] | --all [--format jsonl | csv]',
  summary: 'export consent records: who agreed to which wording, when, on which page and from which IP address',
  async run(args, io) {
    const {values} = readArguments(args, {
      email: {type: 'string'},
      phone: {type: 'string'},
      all: {type: 'boolean'},
      format: {type: 'string', default: 'jsonl'},
    })
    requireAtMostOne(values, 'all', 'email')
    requireAtMostOne(values, 'all', 'phone')
    const format = Object.hasOwn(formats, values.format) ? formats[values.format] : undefined
    if (!format) throw new UsageError('--format: expected jsonl or csv')
    const person = values.all ? undefined : readPerson(values)
    return withOutbox(io, async outbox => {
      const records = await outbox.evidence(person)
      if (format.header) io.print(format.header)
      for (const record of records) io.print(format.write(record))
      io.remark(countOf(records.length, 'consent record'))
      return 0
    })
  },
}

type Cell = string | boolean | undefined

const csvColumns: Record<string, (record: ExportedRecord) => Cell> = {
  time: ({time}) => time,
  email: ({email}) => email,
  phone: ({phone}) => phone,
  address: ({address}) => address,
  page: ({page}) => page,
  lang: ({lang}) => lang,
  terms_accepted: ({terms}) => terms?.accepted,
  terms_sha256: ({terms}) => terms?.digest,
  terms_text: ({terms}) => terms?.text,
  marketing_accepted: ({marketing}) => marketing?.accepted,
  marketing_sha256: ({marketing}) => marketing?.digest,
  marketing_text: ({marketing}) => marketing?.text,
  lead: ({lead}) => lead,
}

const formats: Record<string, {header?: string; write(record: ExportedRecord): string}> = {
  jsonl: {write: record => JSON.stringify(record)},
  csv: {
    header: toCsv(Object.keys(csvColumns)),
    write: record => toCsv(Object.values(csvColumns).map(cellOf => cellOf(record))),
  },
}
