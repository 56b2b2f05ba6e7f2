#!/usr/bin/env node
import {ConfigurationError, startProxy} from './node.ts'

try {
  const proxy = await startProxy(process.env)
  console.log(JSON.stringify({time: new Date().toISOString(), level: 'info', event: 'listening', endpoint: proxy.endpoint}))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void proxy.close().then(() => process.exit(0)))
} catch (error) {
  console.error(`contact-signup-proxy: ${faultOf(error)}`)
  process.exitCode = 1
}

function faultOf(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message.replaceAll('\n', '\ncontact-signup-proxy: ')
  const {code} = error as NodeJS.ErrnoException // whatever was thrown, reading a property is safe
  if (code === 'EADDRINUSE') return 'PORT: expected a free port, this one is in use'
  if (code === 'EACCES') return 'PORT: expected a port this user may open'
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST: expected an address of this machine'
  return error instanceof Error ? error.message : String(error)
}
