import {randomInt, randomUUID} from 'node:crypto'
import {request, type RequestOptions} from 'node:https'
import {text} from 'node:stream/consumers'
import {certificates} from '../../support/certificates.ts'
import {person, site} from '../../support/proxy.ts'
import {host} from './front-server.ts'

export interface Visit {
  /** The visitor's own address. */
  from?: string
  method?: string
  path?: string
  headers?: Record<string, string | undefined>
  body?: string
  /** The host that the visitor asks for. */
  servername?: string
}

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** An address that no other visitor has: Linux accepts all of 127.0.0.0/8. */
export const someAddress = (): string => `127.1.${randomInt(256)}.${1 + randomInt(254)}`

/** A lead of a person that no other lead has, with consent, so that the visitor's address is evidence. */
export const someLead = (): string =>
  JSON.stringify({...person, email: `${randomUUID()}@example.com`, gdpr_accept_terms: true})

export const leadOf = (body: string) => JSON.parse(body) as {email: string} // of `someLead`

/** Sends one request on a connection of its own, a lead by default. */
export function visit(port: number, visit: Visit = {}): Promise<Answer> {
  const {from = someAddress(), method = 'POST', path = '/api/signup', servername = host} = visit
  const body = visit.body ?? (method === 'POST' ? someLead() : '')
  const options: RequestOptions = {
    host: from === '::1' ? '::1' : '127.0.0.1',
    localAddress: from,
    port,
    method,
    path,
    servername,
    ca: certificates.valid,
    agent: false,
    headers: {
      host: `${servername}:${port}`,
      origin: site,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...visit.headers,
    },
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(options, incoming => {
      const {statusCode = 0, headers} = incoming
      void text(incoming).then(body => resolve({status: statusCode, headers, body}), reject)
    })
    outgoing.on('error', reject).end(body)
  })
}
