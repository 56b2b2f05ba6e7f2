import {constants} from 'node:os'
import {formatSettings} from '../config/format-settings.ts'
import {formatContact} from '../demo/format-contact.ts'
import {startDemo} from '../demo/start-demo.ts'
import {startProxy, type ProxyServer} from '../node.ts'
import {readArguments} from './arguments.ts'
import {countOf, type Command, type Io} from './command.ts'

/** A service manager's, the terminal's, and those of a terminal that is closed or told to quit. */
const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const

export const proxy: Command = {
  usage: 'proxy [--demo]',
  summary:
    'start the proxy, configured by environment variables; --demo needs none, prints each lead and delivers it nowhere',
  details: () => `\nEnvironment variables, with their defaults and what is expected:\n${formatSettings()}`,
  async run(args, io) {
    const {values} = readArguments(args, {demo: {type: 'boolean'}})
    const starting = values.demo ? runDemo(io) : startProxy(io.env, {logsAddress: true})
    stopOnSignal(async () => (await starting).close()) // before it listens: a signal may arrive at any time after that
    await starting
    return 0
  },
}

/** Says what the demo is and where it listens, prints each lead, and says at the end that they are gone. */
async function runDemo({env, print}: Io): Promise<ProxyServer> {
  let count = 0
  const {address, endpoint, close} = await startDemo(env, contact => {
    count += 1
    print(formatContact(contact, `Lead ${count}`))
  })
  print('DEMO: leads are printed here and then discarded. They reach no contact API.')
  print(`\nForm      ${address}/`)
  print(`Endpoint  ${endpoint}, for pages of any port of localhost`)
  print('\nStop it with Ctrl+C.')
  return {
    address,
    endpoint,
    async close() {
      await close()
      print(`\nDEMO: ${countOf(count, 'lead')} discarded.`)
    },
  }
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
