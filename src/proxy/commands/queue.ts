import {withOutbox, type Command} from './command.ts'

export const pause: Command = {
  usage: 'pause',
  summary: 'sends nothing until `resume`; leads are taken and stored as before',
  run: (_args, io) =>
    withOutbox(io, async outbox => {
      await outbox.pause()
      io.print('paused')
      return 0
    }),
}

export const resume: Command = {
  usage: 'resume',
  summary: 'ends every pause, also one that the contact API has caused',
  run: (_args, io) =>
    withOutbox(io, async outbox => {
      io.print((await outbox.resume()) ? 'resumed' : 'it was not paused')
      return 0
    }),
}
