import type {Testbed} from './testbed.ts'
import type {WireResponse} from './wire.ts'

/** An attack of several requests against a proxy of its own. `run` returns a summary of the results. */
export interface Scenario {
  attack: string
  probe: string
  expected: string
  run(testbed: Testbed): Promise<string>
  env?: Record<string, string>
}

export const forwarded = {CLIENT_IP: 'x-forwarded-for', TRUSTED_PROXIES: '127.0.0.0/8'}
export const defaults = {RATE_LIMIT_ADDRESS: '10/60', RATE_LIMIT_PERSON: '3/3600'}

export async function inSequence<T>(times: number, send: (index: number) => Promise<T>): Promise<T[]> {
  const all = []
  for (let index = 0; index < times; index += 1) all.push(await send(index))
  return all
}

export function countStatuses(responses: {status: number}[]): string {
  const statuses = [...new Set(responses.map(({status}) => status))].sort()
  return statuses
    .map(status => `${responses.filter(response => response.status === status).length} × ${status}`)
    .join(', ')
}

/** Whether two responses are equal but for the request id and the date. */
export function isSame(a: WireResponse, b: WireResponse): boolean {
  const plain = ({status, headers, body}: WireResponse) =>
    JSON.stringify({status, body, headers: {...headers, 'x-request-id': '', date: ''}})
  return plain(a) === plain(b)
}
