import {parseArgs} from 'node:util'
import {startProxy} from '../node.ts'
import type {Command} from './command.ts'

export const proxy: Command = {
  usage: 'proxy',
  summary: 'start the proxy, configured by environment variables',
  async run(args, {env, print}) {
    parseArgs({args})
    const server = await startProxy(env)
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => void server.close().then(() => process.exit(0)))
    print(
      JSON.stringify({time: new Date().toISOString(), level: 'info', event: 'listening', endpoint: server.endpoint}),
    )
    return 0
  },
}
