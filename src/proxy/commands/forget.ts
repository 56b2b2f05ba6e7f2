import {readArguments} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {countOf, printResult, withOutbox, type Command} from './command.ts'
import {readStoredForms} from './form-option.ts'
import {describePerson, readPerson} from './person.ts'

export const forget: Command = {
  usage: 'forget [--email ADDRESS] [--phone NUMBER] [--dry-run] [--json]',
  summary:
    'delete everything that all forms have stored with this address or number; the contact API keeps its own data',
  async run(args, io) {
    const {values} = readArguments(args, {
      email: {type: 'string'},
      phone: {type: 'string'},
      'dry-run': {type: 'boolean'},
      json: {type: 'boolean'},
    })
    const person = readPerson(values)
    const isDry = values['dry-run'] ?? false
    return withOutbox(io, async outbox => {
      const {areSeveral} = await readStoredForms(outbox.operator, io) // those of this person may be gone afterwards
      const forgetPerson = async () => {
        const result = await outbox.forget(person)
        return {...result, count: result.evidence + result.leads}
      }
      const {evidence, leads, undelivered} = isDry
        ? await outbox.operator.countPerson(person)
        : await audited(outbox.operator, io, {action: 'forget', details: describePerson(person)}, forgetPerson)
      printResult(
        io,
        values.json,
        {...(isDry && {dry_run: true}), evidence, leads, undelivered},
        `${countOf(evidence, 'consent record')} and ${countOf(leads, 'lead')} ${isDry ? 'would be ' : ''}deleted, ${undelivered} of them undelivered${areSeveral ? ', of all forms' : ''}`,
      )
      return 0
    })
  },
}
