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
    const {results, forms, paths, hasProxy, outbox} = await checkSettings(io.env)
    let hasFailed = false
    const print = (found: readonly CheckResult[]) => {
      for (const result of found) {
        io.print(values.json ? JSON.stringify(result) : toLine(result))
        hasFailed ||= result.status === 'failed'
      }
    }
    print(results)
    if (outbox) print(await checkOutbox(outbox, {env: io.env, paths}))
    for (const {form, url, origins} of forms) {
      const found = url === undefined ? [] : [await checkApi(url, {hasProxy})]
      if (origins) found.push(...(await checkOrigins(origins, values.online ?? false)))
      print(found.map(result => ({...result, form})))
    }
    return hasFailed ? 1 : 0
  },
}

function toLine({check: name, status, form, message}: CheckResult): string {
  return `${status.padEnd(9)}${name.padEnd(10)}${form === undefined ? '' : `${form}: `}${message}`
}
