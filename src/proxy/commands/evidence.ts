import type {ExportedRecord} from '../outbox/sql/consent.ts'
import type {OutboxOperator, RecordPage} from '../outbox/sql/outbox-operator.ts'
import type {Person} from '../outbox/outbox.ts'
import {readArguments, requireAtMostOne} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {countOf, withOutbox, type Command} from './command.ts'
import {formatOptions, readFormat} from './format.ts'
import {describePerson, readPerson} from './person.ts'

export const evidence: Command = {
  usage: 'evidence [--email ADDRESS] [--phone NUMBER] | --all [--format jsonl | csv]',
  summary: 'export consent records: who agreed to which wording, when, on which page and from which IP address',
  async run(args, io) {
    const {values} = readArguments(args, {
      email: {type: 'string'},
      phone: {type: 'string'},
      all: {type: 'boolean'},
      ...formatOptions,
    })
    requireAtMostOne(values, 'all', 'email')
    requireAtMostOne(values, 'all', 'phone')
    const format = readFormat(values, csvColumns)
    const person = values.all ? undefined : readPerson(values)
    const details = person ? describePerson(person) : {by: ['all']}
    return withOutbox(io, async ({operator}) => {
      const {count} = await audited(operator, io, {action: 'evidence', details}, async () => {
        if (format.header) io.print(format.header)
        let printed = 0
        for await (const records of evidencePages(operator, person)) {
          for (const record of records) io.print(format.write(record))
          printed += records.length
        }
        return {count: printed}
      })
      io.remark(countOf(count, 'consent record'))
      return 0
    })
  },
}

async function* evidencePages(operator: OutboxOperator, person?: Person): AsyncGenerator<ExportedRecord[]> {
  let page: RecordPage | undefined
  do {
    page = await operator.evidence(person, page?.next)
    yield page.records
  } while (page.next !== undefined)
}

const csvColumns: Record<string, (record: ExportedRecord) => string | boolean | undefined> = {
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
