import {parseArgs} from 'node:util'
import {startProxy} from '../node.ts'
import type {Command} from './command.ts'

export const proxy: Command = {
  usage: 'proxy',
  summary: 'start the proxy, configured by environment variables',
  async run(args, {env}) {
    parseArgs({args})
    const starting = startProxy(env)
    // Before it listens: a signal may arrive at any time after that.
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => void starting.then(server => server.close()).then(() => process.exit(0)))
    await starting
    return 0
  },
}
