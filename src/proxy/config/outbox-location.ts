import type {OutboxLocation} from '../outbox/location.ts'
import {isLoopback} from './loopback.ts'

/** Reads `file:PATH`, a PostgreSQL URL or `none`; undefined for anything else. */
export function toOutboxLocation(value: string): OutboxLocation | undefined {
  if (value === 'none') return {kind: 'none'}
  const path = /^file:(?!\/\/)([^\0]+)$/.exec(value)?.[1]
  if (path !== undefined) return path.endsWith('/') ? undefined : {kind: 'file', path}
  const url = URL.parse(value)
  return url && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname && url.pathname.length > 1
    ? {kind: 'postgres', url: value}
    : undefined
}

/**
 * Whether the way to the outbox is safe or chosen: PostgreSQL on another host gets its password and all leads in the clear
 * unless the URL has an `sslmode`.
 */
export function hasChosenTls(location: OutboxLocation | undefined): boolean {
  if (location?.kind !== 'postgres') return true
  const {hostname, searchParams} = new URL(location.url)
  const host = searchParams.get('host') || hostname // as pg reads it; a path is a socket of this machine
  return isLoopback(host) || host.startsWith('/') || Boolean(searchParams.get('sslmode'))
}
