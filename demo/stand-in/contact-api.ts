import {randomBytes} from 'node:crypto'
import {Hono} from 'hono'
import {faultOf} from './judgement.ts'
import type {ContactStore} from './store.ts'

/** The account that the stand-in knows. */
export interface Account {
  accountId: string
  accountSecret: string
}

/**
 * A stand-in for the contact API: one route, judged as documented. It differs from the real one in what it does not
 * do: it validates no addresses, sends nothing, and forgets nothing.
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
    const fault = faultOf(contact)
    if (fault) return c.json({error: fault}, contact === undefined ? 400 : 422)
    const {email_validation: _settings, ...fields} = contact as Record<string, unknown> // judged on the line above
    const stored = {id: randomBytes(12).toString('hex'), ...fields}
    await store.add(stored)
    return c.json(stored, 201)
  })

  api.notFound(c => c.json({error: 'Not found'}, 404))
  return api
}
