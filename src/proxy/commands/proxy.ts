import {constants} from 'node:os'
import {parseArgs} from 'node:util'
import {formatSettings} from '../config/format-settings.ts'
import {startProxy} from '../node.ts'
import type {Command} from './command.ts'

/** A service manager's, the terminal's, and those of a terminal that is closed or told to quit. */
const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const

export const proxy: Command = {
  usage: 'proxy',
  summary: 'start the proxy, configured by environment variables',
  details: () => `\nEnvironment variables, with their defaults and what is expected:\n${formatSettings()}`,
  async run(args, {env}) {
    parseArgs({args})
    const starting = startProxy(env, {logsAddress: true})
    stopOnSignal(async () => (await starting).close()) // before it listens: a signal may arrive at any time after that
    await starting
    return 0
  },
}

/** The first signal finishes what is under way, a second one ends the process at once. */
function stopOnSignal(close: () => Promise<void>): void {
  let isStopping = false
  for (const signal of stopSignals)
    process.on(signal, () => {
      // Exits by itself, because the kernel ignores signals without a handler for the first process of a container.
      if (isStopping) process.exit(128 + constants.signals[signal])
      isStopping = true
      void close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
}
