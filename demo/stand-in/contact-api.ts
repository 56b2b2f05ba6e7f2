import {randomBytes} from 'node:crypto'
import {Hono} from 'hono'
import type {ContactStore} from './store.ts'
import {validationError} from './validation.ts'

/** The one account of the stand-in. */
export interface Account {
  accountId: string
  accountSecret: string
}

/**
 * Creates a stand-in for the contact API, with the one route that the proxy needs, validated as documented. Unlike the
 * real API it does not verify addresses, sends no messages, and never deletes a contact.
 */
export function createContactApi({accountId, accountSecret}: Account, store: ContactStore): Hono {
  const api = new Hono()

  api.post('/v2/account/:account_id/contact/', async c => {
    const authorized = c.req.header('authorization') === `Token token=${accountSecret}`
    if (!authorized || c.req.param('account_id') !== accountId) return c.json({error: 'Unauthorized'}, 401)
    if (c.req.header('content-type') !== 'application/json')
      return c.json({error: 'Content-Type must be application/json'}, 415)
    if (!c.req.header('accept')?.includes('application/json'))
      return c.json({error: 'Accept must be application/json'}, 406)
    const contact: unknown = await c.req.json().catch(() => undefined)
    const error = validationError(contact)
    if (error) return c.json({error}, contact === undefined ? 400 : 422)
    const {email_validation: _settings, ...fields} = contact as Record<string, unknown> // validated above
    const stored = {id: randomBytes(12).toString('hex'), ...fields}
    await store.add(stored)
    return c.json(stored, 201)
  })

  api.notFound(c => c.json({error: 'Not found'}, 404))
  return api
}
