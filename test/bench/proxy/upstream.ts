/** The contact API of the benchmark: reads each request completely and responds with 201, after DELAY_MS. Prints its URL. */
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

const body = '{"id":"550aac3da096734ce5000001"}'
const headers = {'content-type': 'application/json', 'content-length': body.length}
const delayMs = Number(process.env.DELAY_MS ?? 0)
const server = createServer((request, response) => {
  const respond = () => response.writeHead(201, headers).end(body)
  request.resume().on('end', () => (delayMs > 0 ? setTimeout(respond, delayMs) : respond()))
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
