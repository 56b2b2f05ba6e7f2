import {readArguments} from './arguments.ts'
import {audited} from './audit-trail.ts'
import {printResult, withOutbox, type Command} from './command.ts'

const options = {json: {type: 'boolean'}, 'dry-run': {type: 'boolean'}} as const

export const pause: Command = {
  usage: 'pause [--dry-run] [--json]',
  summary: 'stop delivery until `resume`; leads are still accepted and stored',
  async run(args, io) {
    const {values} = readArguments(args, options)
    return withOutbox(io, async outbox => {
      if (values['dry-run']) {
        const isPaused = (await outbox.counts(Date.now())).paused?.reason === 'operator'
        printResult(io, values.json, {would_pause: !isPaused}, isPaused ? 'is paused' : 'would be paused')
        return 0
      }
      await audited(outbox.operator, io, {action: 'pause'}, async () => ({count: (await outbox.pause(), 1)}))
      printResult(io, values.json, {paused: true}, 'paused')
      return 0
    })
  },
}

export const resume: Command = {
  usage: 'resume [--dry-run] [--json]',
  summary: 'end any pause, including one caused by the contact API',
  async run(args, io) {
    const {values} = readArguments(args, options)
    return withOutbox(io, async outbox => {
      if (values['dry-run']) {
        const isPaused = (await outbox.counts(Date.now())).paused !== undefined
        printResult(io, values.json, {would_resume: isPaused}, isPaused ? 'would be resumed' : 'is not paused')
        return 0
      }
      const {count} = await audited(outbox.operator, io, {action: 'resume'}, async () => ({
        count: (await outbox.resume()) ? 1 : 0,
      }))
      printResult(io, values.json, {resumed: count > 0}, count > 0 ? 'resumed' : 'was not paused')
      return 0
    })
  },
}
