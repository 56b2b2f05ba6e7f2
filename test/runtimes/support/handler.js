/** The proxy in a server of Deno or Bun; MODE=on-request as in functions, where /deliver is the cron. */
import process from 'node:process'
import {createProxy, readEnvironment} from 'contact-signup/proxy'
import {openOutbox, readOutboxSettings} from 'contact-signup/proxy/node'
import {connectOutbox} from 'contact-signup/proxy/postgres'

const proxy = createProxy({...readEnvironment(process.env), ...(await openDelivery())})

async function openDelivery() {
  const settings = readOutboxSettings(process.env)
  if (process.env.MODE === 'on-request') return {outbox: connectOutbox(settings), delivery: 'on-request'}
  return {outbox: await openOutbox(settings)}
}

async function respond(request, remoteAddress) {
  if (new URL(request.url).pathname === '/deliver') return Response.json(await proxy.deliverDue())
  return proxy(request, {remoteAddress})
}

const report = port => console.log(JSON.stringify({endpoint: `http://127.0.0.1:${port}/api/signup`}))

const {Deno, Bun} = globalThis
if (Deno)
  Deno.serve({hostname: '127.0.0.1', port: 0, onListen: ({port}) => report(port)}, (request, {remoteAddr}) =>
    respond(request, remoteAddr.hostname),
  )
else {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request, server) => respond(request, server.requestIP(request)?.address),
  })
  report(server.port)
}
