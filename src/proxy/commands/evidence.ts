import type {ExportedRecord, StoredRecord} from '../outbox/sql/consent.ts'
import type {OutboxOperator, RecordPage} from '../outbox/sql/outbox-operator.ts'
import type {Person} from '../outbox/outbox.ts'
import {readArguments, requireAtMostOne} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {countOf, UsageError, withOutbox, type Command, type Io} from './command.ts'
import {createRecordWriter, format27560} from './consent-records.ts'
import {readStoredForms, requireFormPath} from './form-option.ts'
import {formatOptions, readFormat, type RowFormat} from './format.ts'
import {describePerson, readPerson} from './person.ts'

export const evidence: Command = {
  usage: `evidence [--email ADDRESS] [--phone NUMBER] | --all [--form PATH] [--format jsonl | csv | ${format27560} [--identify]]`,
  summary: 'export consent records: who agreed to which wording, when, on which page and from which IP address',
  details: () => details,
  async run(args, io) {
    const {values} = readArguments(args, {
      email: {type: 'string'},
      phone: {type: 'string'},
      all: {type: 'boolean'},
      form: {type: 'string'},
      identify: {type: 'boolean'},
      ...formatOptions,
    })
    requireAtMostOne(values, 'all', 'email')
    requireAtMostOne(values, 'all', 'phone')
    const format = readEvidenceFormat(values, io)
    const person = values.all ? undefined : readPerson(values)
    const {form} = values
    const selection = {...(person ? describePerson(person) : {by: ['all']}), form}
    if (form !== undefined) requireFormPath(form)
    return withOutbox(io, async ({operator}) => {
      const forms = await readStoredForms(operator, io)
      const formOf = ({record}: StoredRecord) => record.form ?? forms.toPath('')
      const isSelected = (stored: StoredRecord) => form === undefined || formOf(stored) === form
      const {count} = await audited(operator, io, {action: 'evidence', details: selection}, async () => {
        if (format.header) io.print(format.header)
        let printed = 0
        for await (const records of evidencePages(operator, person)) {
          const lines = records.filter(isSelected).flatMap(stored => format.write(stored, formOf(stored)))
          for (const line of lines) io.print(line)
          printed += lines.length
        }
        return {count: printed}
      })
      io.remark(countOf(count, 'consent record'))
      return 0
    })
  },
}

const details = `  --format ${format27560} prints records of ISO/IEC TS 27560:2023, a JSON-LD document a line: one for each consent box that was shown.
  It needs CONTROLLER_NAME and others. People are named by digests; --identify adds their e-mail address and phone number.`

/** How stored records are printed: as any number of lines each. */
interface EvidenceFormat {
  header?: string
  /** @param form the path of its form */
  write(stored: StoredRecord, form: string): string[]
}

/** Throws `UsageError`, or `ConfigurationError` if a setting is missing that the format needs. */
function readEvidenceFormat(
  values: {format?: string; json?: boolean; identify?: boolean},
  {env}: Pick<Io, 'env'>,
): EvidenceFormat {
  if (values.format === format27560 && !values.json) {
    const write = createRecordWriter(env, {identifies: values.identify === true})
    return {write: (stored, form) => write(stored, form).map(document => JSON.stringify(document))}
  }
  if (values.identify) throw new UsageError(`--identify: expected with --format ${format27560} only`)
  const {header, write}: RowFormat<ExportedRecord> = readFormat(values, csvColumns, [format27560])
  return {header, write: ({record}) => [write(record)]}
}

async function* evidencePages(operator: OutboxOperator, person?: Person): AsyncGenerator<StoredRecord[]> {
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
  form: ({form}) => form,
}
