import {readArguments} from './arguments.ts'
import {checkApi} from './check-api.ts'
import {checkOrigins} from './check-origins.ts'
import {checkOutbox} from './check-outbox.ts'
import {checkSettings} from './check-settings.ts'
import type {CheckResult} from './check-result.ts'
import type {Command} from './command.ts'

export const check: Command = {
  usage: 'check [--online] [--json]',
  summary:
    'check the settings, the outbox and the TLS connection to the contact API; --online also requests the allowed origins',
  async run(args, io) {
    const {values} = readArguments(args, {online: {type: 'boolean'}, json: {type: 'boolean'}})
    const {results, url, hasProxy, origins, outbox} = checkSettings(io.env)
    let hasFailed = false
    const print = (found: readonly CheckResult[]) => {
      for (const result of found) {
        io.print(values.json ? JSON.stringify(result) : toLine(result))
        hasFailed ||= result.status === 'failed'
      }
    }
    print(results)
    if (outbox) print(await checkOutbox(outbox))
    if (url !== undefined) print([await checkApi(url, {hasProxy})])
    if (origins) print(await checkOrigins(origins, values.online ?? false))
    return hasFailed ? 1 : 0
  },
}

function toLine({check: name, status, message}: CheckResult): string {
  return `${status.padEnd(9)}${name.padEnd(10)}${message}`
}
