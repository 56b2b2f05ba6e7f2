import {parseArgs} from 'node:util'
import {withOutbox, type Command} from './command.ts'
import {readPerson} from './person.ts'

export const forget: Command = {
  usage: 'forget [--email ADDRESS] [--phone NUMBER]',
  summary: 'erases everything stored of whoever has this address or this number; what the contact API has stays there',
  async run(args, io) {
    const {values} = parseArgs({args, options: {email: {type: 'string'}, phone: {type: 'string'}}})
    const person = readPerson(values)
    return withOutbox(io, async outbox => {
      const {evidence, leads, undelivered} = await outbox.forget(person)
      io.print(
        `${evidence} consent ${evidence === 1 ? 'record' : 'records'} and ${leads} ${leads === 1 ? 'lead' : 'leads'} erased, ${undelivered} of them undelivered`,
      )
      return 0
    })
  },
}
