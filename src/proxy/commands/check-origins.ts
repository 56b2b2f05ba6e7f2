import {toFault, type CheckResult} from './check-result.ts'

const timeoutMs = 5_000

/** Checks the allowed origins. Online, each of them must respond, with any status; those of previews are unknown. */
export async function checkOrigins(origins: readonly string[], isOnline: boolean): Promise<CheckResult[]> {
  if (origins.length === 0) return [{check: 'origins', status: 'ok', message: 'none: pages of the same origin only'}]
  if (!isOnline) return [{check: 'origins', status: 'ok', message: origins.join(' ')}]
  return Promise.all(origins.map(requestOrigin))
}

async function requestOrigin(origin: string): Promise<CheckResult> {
  if (origin.includes('*')) return {check: 'origins', status: 'ok', message: `${origin}: not requested`}
  try {
    const {status} = await fetch(origin, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return {check: 'origins', status: 'ok', message: `${origin}: responds with ${status}`}
  } catch (error) {
    return {check: 'origins', status: 'failed', message: `${origin}: ${toFault(error)}`}
  }
}
