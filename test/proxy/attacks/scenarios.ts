import {randomUUID} from 'node:crypto'
import {connect, type Socket} from 'node:net'
import {text} from 'node:stream/consumers'
import type {Challenge} from 'altcha-lib'
import {prove, type Proof} from '../../support/proof.ts'
import {startContactApi, respond} from '../../support/contact-api.ts'
import {formScenarios} from './form-scenarios.ts'
import {limitScenarios} from './limit-scenarios.ts'
import {quarantineScenarios} from './quarantine-scenarios.ts'
import {countStatuses, defaults, forwarded, inSequence, isSame, type Scenario} from './scenario.ts'
import {findLeaks, path, person, startTestbed, site, summarise, type Testbed} from './testbed.ts'
import {sendBytes, toText, type WireResponse} from './wire.ts'

const withProofs = {PROOF_OF_WORK: 'on'}
const addressOf = (testbed: Testbed) => String(testbed.api.requests.at(-1)?.body.gdpr_remote_ip)

export const scenarios: Scenario[] = [
  {
    attack: 'forged from another site',
    probe: 'a preview, and origins that look like one, with a wildcard in ALLOWED_ORIGINS',
    expected: '201 403 403 403 403 403, 1 call',
    env: {ALLOWED_ORIGINS: `${site} https://*.example.dev`},
    run: async testbed => {
      const origins = [
        'https://pr-7',
        'https://a.b',
        'http://pr-7',
        'https://*',
        'https://evil.example/',
        'https://a@b',
      ]
      const responses = await inSequence(origins.length, index =>
        testbed.post(person, {origin: `${origins[index]}.example.dev`}),
      )
      return `${responses.map(({status}) => status).join(' ')}, ${testbed.api.requests.length} call`
    },
  },
  {
    attack: 'spoofed address',
    probe: 'X-Forwarded-For, CF-Connecting-IP, Forwarded in socket mode',
    expected: '127.0.0.1',
    run: async testbed => (
      await testbed.post(person, {
        'x-forwarded-for': '1.1.1.1',
        'cf-connecting-ip': '1.1.1.1',
        forwarded: 'for=1.1.1.1',
        'x-real-ip': '1.1.1.1',
      }),
      addressOf(testbed)
    ),
  },
  {
    attack: 'spoofed address',
    probe: 'two forged hops before the one of the trusted proxy',
    expected: '203.0.113.9',
    env: forwarded,
    run: async testbed => (
      await testbed.post(person, {'x-forwarded-for': '1.1.1.1\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9'}),
      addressOf(testbed)
    ),
  },
  {
    attack: 'spoofed address',
    probe: 'an IPv4-mapped address with a port',
    expected: '203.0.113.9',
    env: forwarded,
    run: async testbed => (
      await testbed.post(person, {'x-forwarded-for': '1.1.1.1, [::ffff:203.0.113.9]:99'}),
      addressOf(testbed)
    ),
  },
  {
    attack: 'spoofed address',
    probe: 'another address each time does not evade the limit',
    expected: '10 × 201, 10 × 429',
    env: {...defaults},
    run: async testbed =>
      countStatuses(
        await inSequence(20, index =>
          testbed.post({email: `n${index}@example.com`}, {'x-forwarded-for': `198.51.100.${index}`}),
        ),
      ),
  },
  ...[301, 302, 303, 307, 308].map((status): Scenario => ({
    attack: 'upstream redirects',
    probe: `${status} to another host`,
    expected: '202, none at the other host',
    run: async testbed => {
      await using other = await startContactApi()
      testbed.api.answer = (_request, response) =>
        respond(response, status, '', {location: `${other.url}/v2/account/acc-1/contact/`})
      const {status: responded} = await testbed.post()
      return `${responded}, ${other.requests.length || 'none'} at the other host`
    },
  })),
  {
    attack: 'secret leaking',
    probe: 'the API echoes it in its refusal',
    expected: '422 refused +cors, leaks none',
    run: async testbed => {
      testbed.api.answer = (request, response) =>
        respond(response, 422, JSON.stringify({error: `${request.headers.authorization} ${person.email}`}), {
          'x-echo': person.email,
        })
      return `${summarise(await testbed.post())}, leaks ${findLeaks(testbed).join() || 'none'}`
    },
  },
  {
    attack: 'slow body',
    probe: 'one byte a second',
    expected: '408 timeout +cors',
    run: async testbed => summarise(await sendSlowly(testbed)),
  },
  {
    attack: 'slow headers',
    probe: 'headers that never end',
    expected: '408 timeout',
    run: async testbed => summarise(await testbed.raw('POST /api/signup HTTP/1.1\r\nHost: x\r\n')),
  },
  {
    attack: 'slow bodies',
    probe: '500 at once, then a request of another client',
    expected: '201 within a second',
    run: async testbed => {
      const sockets = await openSlowRequests(testbed, 500)
      const start = performance.now()
      const {status} = await testbed.post()
      for (const socket of sockets) socket.destroy()
      return `${status} ${performance.now() - start < 1000 ? 'within a second' : 'too late'}`
    },
  },
  {
    attack: 'replay',
    probe: '50 at once under one key',
    expected: '50 × 201, 1 call, 1 body',
    env: defaults,
    run: async testbed => {
      const key = randomUUID()
      const responses = await Promise.all(
        Array.from({length: 50}, () => testbed.post(person, {'idempotency-key': key})),
      )
      return `${countStatuses(responses)}, ${testbed.api.requests.length} call, ${new Set(responses.map(({body}) => body)).size} body`
    },
  },
  {
    attack: 'replay',
    probe: 'the same key with another contact',
    expected: '422 idempotency_key_reused +cors, 1 call',
    run: async testbed => {
      const key = randomUUID()
      await testbed.post(person, {'idempotency-key': key})
      return `${summarise(await testbed.post({...person, name_first: 'Eve'}, {'idempotency-key': key}))}, ${testbed.api.requests.length} call`
    },
  },
  {
    attack: 'list bombing',
    probe: '100 posts with one e-mail from 100 addresses',
    expected: '3 × 201, 97 × 429, 1 call',
    env: {...defaults, ...forwarded},
    run: async testbed =>
      `${countStatuses(await inSequence(100, index => testbed.post({email: person.email}, {'x-forwarded-for': `198.51.100.${index}`})))}, ${testbed.api.requests.length} call`,
  },
  {
    attack: 'list bombing',
    probe: '100 contacts, one mailbox, from 100 addresses',
    expected: '3 × 201, 97 × 429, 3 call',
    env: {...defaults, ...forwarded},
    run: async testbed =>
      `${countStatuses(await inSequence(100, index => testbed.post({email: `emailcanary+${index}@example.com`, name_first: `n${index}`}, {'x-forwarded-for': `198.51.100.${index}`})))}, ${testbed.api.requests.length} call`,
  },
  {
    attack: 'bots',
    probe: 'a filled honeypot, a form filled in 3 ms',
    expected: '201 201, 0 call, usual response',
    run: async testbed => {
      const bots = [
        await testbed.post({email: 'a@example.com', more_comments: 'x'}),
        await testbed.post({email: 'b@example.com', form_elapsed: 3}),
      ]
      const calls = testbed.api.requests.length
      const visitor = await testbed.post()
      return `${bots.map(({status}) => status).join(' ')}, ${calls} call, ${bots.every(bot => isSame(bot, visitor)) ? 'usual response' : 'different response'}`
    },
  },
  {
    attack: 'bots',
    probe: 'no proof, a forged proof, one for another site, a valid one, the same again',
    expected: '403 403 403 201 403, 1 call',
    env: {...withProofs, ALLOWED_ORIGINS: `${site} https://sister.example`},
    run: async testbed => {
      const [proof, otherSites] = [await proofFor(testbed, site), await proofFor(testbed, 'https://sister.example')]
      const forged = {...proof, challenge: {...proof.challenge, parameters: {...proof.challenge.parameters, cost: 1}}}
      const responses = await inSequence(5, index =>
        testbed.post({...person, form_proof: [undefined, forged, otherSites, proof, proof][index]}),
      )
      return `${responses.map(({status}) => status).join(' ')}, ${testbed.api.requests.length} call`
    },
  },
  {
    attack: 'bots',
    probe: '50 leads with the same proof at once',
    expected: '1 × 201, 49 × 403, 1 call',
    env: withProofs,
    run: async testbed => {
      const form_proof = await proofFor(testbed, site)
      const responses = await Promise.all(
        Array.from({length: 50}, (_, index) => testbed.post({email: `n${index}@example.com`, form_proof})),
      )
      return `${countStatuses(responses)}, ${testbed.api.requests.length} call`
    },
  },
  {
    attack: 'bots',
    probe: 'a form without JavaScript, with proof of work required',
    expected: '201, 0 call',
    env: withProofs,
    run: async testbed =>
      `${(await testbed.post('email=a%40b.co', {'content-type': 'application/x-www-form-urlencoded'})).status}, ${testbed.api.requests.length} call`,
  },
  {
    attack: 'enumeration',
    probe: 'new, known, repeated',
    expected: 'equal but for the request id',
    run: async testbed => {
      const fresh = await testbed.post()
      testbed.api.answer = (_request, response) => respond(response, 409, '{"error":"exists"}')
      const known = await testbed.post({email: 'known@example.com'})
      const repeated = await testbed.post()
      return isSame(fresh, known) && isSame(fresh, repeated) ? 'equal but for the request id' : 'different'
    },
  },
  {
    attack: 'log injection',
    probe: 'CR LF and ESC in every text',
    expected: 'one line of JSON per event',
    run: async testbed => {
      await testbed.post(
        {email: 'a@b.co', name_first: 'A\r\n{"level":"info"}'},
        {'x-request-id': 'a', 'user-agent': '"}\\n{"level":"error"'},
      )
      await testbed.post({email: 'emailcanary@example.com', full_address: 'one\ntwo'})
      await testbed.proxy.stop()
      const lines = testbed.proxy
        .output()
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as {event: string})
      return lines.filter(({event}) => ['contact_invalid', 'created'].includes(event)).length === 2
        ? 'one line of JSON per event'
        : JSON.stringify(lines)
    },
  },
  ...[
    ['CONTACT_API_URL', 'http://10.0.0.1'],
    ['CONTACT_API_URL', 'https://u:p@h.example'],
    ['CONTACT_API_URL', 'https://h.example/?x'],
    ['CONTACT_ACCOUNT_ID', '../x'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ].map(([name = '', value = '']): Scenario => ({
    attack: 'SSRF by configuration',
    probe: `${name}=${value}`,
    expected: `does not start, and names ${name}`,
    run: () =>
      startTestbed({[name]: value}).then(
        () => 'starts',
        ({message}: Error) =>
          message.includes(`${name}: expected`) && !message.includes(value)
            ? `does not start, and names ${name}`
            : message,
      ),
  })),
  ...[
    ['two Host headers', 'Host: x\r\nHost: y\r\nContent-Length: 0\r\n\r\n', 400],
    ['another transfer coding', 'Host: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', 501],
  ].map(([probe, ambiguous, status]): Scenario => ({
    attack: 'request smuggling',
    probe: `a lead in one packet with a request with ${probe}`,
    expected: `${status} and closed, 0 call`,
    run: async testbed => {
      const headers = {origin: site, 'content-type': 'application/json', 'idempotency-key': randomUUID()}
      const lead = toText('POST', path, headers, JSON.stringify(person)).join('')
      const responses = await readUntilClosed(testbed.proxy.address, `POST ${path} HTTP/1.1\r\n${ambiguous}${lead}`)
      await testbed.proxy.stop() // waits for requests in progress
      return `${responses.join(', ')} and closed, ${testbed.api.requests.length} call`
    },
  })),
  {
    attack: 'pipelining',
    probe: 'a refused and an accepted request in one packet',
    expected: '403, then 201',
    run: async testbed => {
      const accepted = toText(
        'POST',
        path,
        {origin: site, 'content-type': 'application/json', 'idempotency-key': randomUUID()},
        JSON.stringify(person),
      ).join('')
      const refused = toText(
        'POST',
        path,
        {origin: 'https://evil.example', 'content-type': 'application/json'},
        JSON.stringify(person),
      ).join('')
      const {status} = await testbed.raw(refused + accepted)
      await waitUntil(() => testbed.api.requests.length === 1)
      return `${status}, then 201`
    },
  },
  ...limitScenarios,
  ...quarantineScenarios,
  ...formScenarios,
]

/** Runs a scenario; leaks are part of the result. */
export async function runScenario({run, env}: Scenario): Promise<string> {
  const testbed = await startTestbed(env)
  try {
    const result = await run(testbed)
    const leaks = findLeaks(testbed)
    return leaks.length > 0 ? `${result}; leaked ${leaks}` : result
  } finally {
    await testbed.close()
  }
}

/** Fetches a challenge of the proxy and solves it. */
async function proofFor(testbed: Testbed, origin: string): Promise<Proof> {
  return prove(
    JSON.parse((await testbed.post('', {origin, 'content-type': undefined}, `${path}/challenge`)).body) as Challenge,
  )
}

const incompleteRequest = (length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${site}\r\nContent-Type: application/json\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: ${length}\r\n\r\n{`

async function sendSlowly(testbed: Testbed): Promise<WireResponse> {
  let socket: Socket | undefined
  const interval = setInterval(() => socket?.write(' '), 1000)
  const response = await sendBytes(
    testbed.proxy.address,
    opened => ((socket = opened), incompleteRequest(1000)),
  ).finally(() => clearInterval(interval))
  testbed.output.push(JSON.stringify(response))
  return response
}

function openSlowRequests(testbed: Testbed, count: number): Promise<Socket[]> {
  const {hostname, port} = new URL(testbed.proxy.address)
  return Promise.all(
    Array.from(
      {length: count},
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(Number(port), hostname, () =>
            socket.write(incompleteRequest(1000), () => resolve(socket)),
          )
          socket.on('error', reject)
        }),
    ),
  )
}

/** The statuses of all responses on one connection. */
async function readUntilClosed(address: string, bytes: string): Promise<string[]> {
  const {hostname, port} = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  return [...(await text(socket)).matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status!)
}

async function waitUntil(condition: () => boolean): Promise<void> {
  const end = performance.now() + 5_000
  while (!condition() && performance.now() < end) await new Promise(resolve => setImmediate(resolve))
}
