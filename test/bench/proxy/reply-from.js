/** A common proxy: fastify with @fastify/reply-from, which forwards requests through undici. Prints its URL. */
import replyFrom from '@fastify/reply-from'
import fastify from 'fastify'

const app = fastify({bodyLimit: 16 * 1024})
await app.register(replyFrom, {base: process.env.CONTACT_API_URL, undici: {connections: 128}})
const headers = {accept: 'application/json', 'content-type': 'application/json', authorization: 'Token token=bench'}
app.post('/', (_request, reply) => reply.from('/v2/account/bench/contact/', {rewriteRequestHeaders: () => headers}))
console.log(await app.listen({port: 0, host: '127.0.0.1'}))
