import {readArguments} from './arguments.ts'
import {countOf, withOutbox, type Command} from './command.ts'
import {readPerson} from './person.ts'

export const forget: Command = {
  usage: 'forget [--email ADDRESS] [--phone NUMBER]',
  summary: 'delete everything stored with this address or number; the contact API keeps its own data',
  async run(args, io) {
    const {values} = readArguments(args, {email: {type: 'string'}, phone: {type: 'string'}})
    const person = readPerson(values)
    return withOutbox(io, async outbox => {
      const {evidence, leads, undelivered} = await outbox.forget(person)
      io.print(
        `${countOf(evidence, 'consent record')} and ${countOf(leads, 'lead')} deleted, ${undelivered} of them undelivered`,
      )
      return 0
    })
  },
}
