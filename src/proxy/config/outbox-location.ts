import type {OutboxLocation} from '../outbox/location.ts'

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
