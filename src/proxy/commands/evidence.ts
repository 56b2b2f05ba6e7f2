import {parseArgs} from 'node:util'
import type {ExportedRecord} from '../outbox/sql/consent.ts'
import {UsageError, withOutbox, type Command} from './command.ts'
import {toCsv} from './csv.ts'
import {readPerson} from './person.ts'

export const evidence: Command = {
  usage: 'evidence [--email ADDRESS] [--phone NUMBER] | --all [--format jsonl | csv]',
  summary: 'exports consent records: who agreed to which wording, when, where and from which address',
  async run(args, io) {
    const {values} = parseArgs({
      args,
      options: {
        email: {type: 'string'},
        phone: {type: 'string'},
        all: {type: 'boolean'},
        format: {type: 'string', default: 'jsonl'},
      },
    })
    const format = formats[values.format]
    if (!format) throw new UsageError('--format: expected jsonl or csv')
    const person = values.all ? undefined : readPerson(values)
    return withOutbox(io, async outbox => {
      const records = await outbox.evidence(person)
      if (format.head) io.print(format.head)
      for (const record of records) io.print(format.write(record))
      io.remark(`${records.length} consent ${records.length === 1 ? 'record' : 'records'}`)
      return 0
    })
  },
}

const names = [
  'time',
  'email',
  'phone',
  'address',
  'page',
  'lang',
  'terms_accepted',
  'terms_sha256',
  'terms_text',
  'marketing_accepted',
  'marketing_sha256',
  'marketing_text',
  'lead',
]

const formats: Record<string, {head?: string; write(record: ExportedRecord): string}> = {
  jsonl: {write: record => JSON.stringify(record)},
  csv: {
    head: toCsv(names),
    write: ({time, email, phone, address, page, lang, terms, marketing, lead}) =>
      toCsv([
        time,
        email,
        phone,
        address,
        page,
        lang,
        terms?.accepted,
        terms?.digest,
        terms?.text,
        marketing?.accepted,
        marketing?.digest,
        marketing?.text,
        lead,
      ]),
  },
}
