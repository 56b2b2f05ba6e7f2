/** A minimal proxy: node:http, which pipes the body unread to undici's pool. Prints its URL. */
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {Pool} from 'undici'

const pool = new Pool(process.env.CONTACT_API_URL!, {connections: 128})
const path = '/v2/account/bench/contact/'
const headers = {accept: 'application/json', 'content-type': 'application/json', authorization: 'Token token=bench'}
const server = createServer(async (request, response) => {
  const upstream = await pool.request({method: 'POST', path, headers, body: request})
  response.writeHead(upstream.statusCode, {'content-type': 'application/json'})
  upstream.body.pipe(response)
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
