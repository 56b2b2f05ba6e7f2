import type {ProxyRequest, ProxyResponse} from '../http/exchange.ts'
import {findParameterError} from './contact-parameters.ts'

/** A contact as the stand-in has created it: its `id`, and the parameters of the request. */
export type CreatedContact = Record<string, unknown>

export interface StandInOptions {
  /** The one account of the stand-in. */
  accountId: string
  accountSecret: string
  /** Called with each contact, before the response. If it rejects, the response is an error. */
  onContact(contact: CreatedContact): void | Promise<void>
}

const contactPath = /^\/v2\/account\/([\w-]+)\/contact\/$/

/** The proxy sends less. */
const maxBytes = 64 * 1024

/**
 * Creates a stand-in for the contact API, with the one route that the proxy needs, validated as documented. Unlike the
 * real API it does not verify addresses, sends no messages, and stores nothing. The handler never rejects.
 */
export function createStandInHandler(options: StandInOptions): (request: ProxyRequest) => Promise<ProxyResponse> {
  const handle = createContactRoute(options)
  return request => handle(request).catch(() => toJson(500, {error: 'Internal error'}))
}

function createContactRoute({accountId, accountSecret, onContact}: StandInOptions) {
  return async (request: ProxyRequest): Promise<ProxyResponse> => {
    const [, account] = contactPath.exec(request.target) ?? []
    if (request.method !== 'POST' || account === undefined) return toJson(404, {error: 'Not found'})
    const isAuthorized = request.header('authorization') === `Token token=${accountSecret}`
    if (!isAuthorized || account !== accountId) return toJson(401, {error: 'Unauthorized'})
    if (request.header('content-type') !== 'application/json')
      return toJson(415, {error: 'Content-Type must be application/json'})
    if (!request.header('accept')?.includes('application/json'))
      return toJson(406, {error: 'Accept must be application/json'})
    const contact = toJsonValue(await request.readBody(maxBytes))
    const error = findParameterError(contact)
    if (error) return toJson(contact === undefined ? 400 : 422, {error})
    const {email_validation: _settings, ...fields} = contact as Record<string, unknown> // validated above
    const created = {id: crypto.randomUUID().replaceAll('-', '').slice(0, 24), ...fields}
    await onContact(created)
    return toJson(201, created)
  }
}

function toJsonValue(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function toJson(status: number, body: object): ProxyResponse {
  return {status, headers: {'content-type': 'application/json'}, body: JSON.stringify(body)}
}
