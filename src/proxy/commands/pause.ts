import {readArguments} from './arguments.ts'
import {withOutbox, type Command} from './command.ts'

export const pause: Command = {
  usage: 'pause',
  summary: 'stop delivery until `resume`; leads are still accepted and stored',
  async run(args, io) {
    readArguments(args, {})
    return withOutbox(io, async outbox => {
      await outbox.pause()
      io.print('paused')
      return 0
    })
  },
}

export const resume: Command = {
  usage: 'resume',
  summary: 'end any pause, including one caused by the contact API',
  async run(args, io) {
    readArguments(args, {})
    return withOutbox(io, async outbox => {
      io.print((await outbox.resume()) ? 'resumed' : 'was not paused')
      return 0
    })
  },
}
