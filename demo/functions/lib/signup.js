import {createProxy} from 'contact-signup/proxy'
import {connectOutbox, readEnvironment, readOutboxSettings} from 'contact-signup/proxy/postgres'

let proxy

/** The proxy of this instance, created with its first request: while a site is built there is no environment. */
export function getProxy() {
  proxy ??= createProxy({
    ...readEnvironment(process.env),
    outbox: connectOutbox(readOutboxSettings(process.env)),
    delivery: 'on-request',
  })
  return proxy
}

/** Delivers what is due, for a scheduler that sends the secret. */
export async function deliver(request) {
  const {CRON_SECRET} = process.env
  if (!CRON_SECRET || request.headers.get('authorization') !== `Bearer ${CRON_SECRET}`)
    return new Response('', {status: 401})
  return Response.json(await getProxy().deliverDue({timeLimitMs: 25_000}))
}
