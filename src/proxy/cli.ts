#!/usr/bin/env node
import {runCommand} from './commands/commands.ts'
import {ConfigurationError, startProxy} from './node.ts'

const args = process.argv.slice(2)
try {
  if (args.length > 0)
    process.exitCode = await runCommand(args, {
      env: process.env,
      print: line => process.stdout.write(`${line}\n`),
      remark: line => process.stderr.write(`${line}\n`),
    })
  else await serve()
} catch (error) {
  console.error(`contact-signup-proxy: ${toExitMessage(error)}`)
  process.exitCode = 1
}

async function serve(): Promise<void> {
  const proxy = await startProxy(process.env)
  console.log(
    JSON.stringify({time: new Date().toISOString(), level: 'info', event: 'listening', endpoint: proxy.endpoint}),
  )
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void proxy.close().then(() => process.exit(0)))
}

function toExitMessage(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message.replaceAll('\n', '\ncontact-signup-proxy: ')
  const {code} = error as NodeJS.ErrnoException // any thrown value has properties
  if (code === 'EADDRINUSE') return 'PORT: expected a free port, this one is in use'
  if (code === 'EACCES') return 'PORT: expected a port that this user may open'
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST: expected an address of this machine'
  if (code === 'store_unavailable') return 'OUTBOX: the store is locked, full or unreachable'
  return error instanceof Error ? error.message : String(error)
}
