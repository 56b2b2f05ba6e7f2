import {randomUUID} from 'node:crypto'
import {connect, type Socket} from 'node:net'
import type {Challenge} from 'altcha-lib'
import {prove, type Proof} from '../../support/proof.ts'
import {startContactApi, respond} from '../../support/contact-api.ts'
import {leaksOf, path, person, setStage, site, toSeen, type Stage} from './stage.ts'
import {talk, toText} from './wire.ts'

/** An attack that takes more than one request. It plays on a stage of its own, and tells what is seen. */
export interface Scene {
  attack: string
  probe: string
  expected: string
  play(stage: Stage): Promise<string>
  env?: Record<string, string>
}

const forwarded = {CLIENT_IP: 'x-forwarded-for', TRUSTED_PROXIES: '127.0.0.0/8'}
const defaults = {RATE_LIMIT_ADDRESS: '10/60', RATE_LIMIT_PERSON: '3/3600'}
const working = {PROOF_OF_WORK: 'on'}
const addressOf = (stage: Stage) => String(stage.api.requests.at(-1)?.body.gdpr_remote_ip)

export const scenes: Scene[] = [
  {
    attack: 'spoofed address',
    probe: 'X-Forwarded-For, CF-Connecting-IP, Forwarded in socket mode',
    expected: '127.0.0.1',
    play: async stage => (
      await stage.post(person, {
        'x-forwarded-for': '1.1.1.1',
        'cf-connecting-ip': '1.1.1.1',
        forwarded: 'for=1.1.1.1',
        'x-real-ip': '1.1.1.1',
      }),
      addressOf(stage)
    ),
  },
  {
    attack: 'spoofed address',
    probe: 'two claims before the trusted proxy’s own word',
    expected: '203.0.113.9',
    env: forwarded,
    play: async stage => (
      await stage.post(person, {'x-forwarded-for': '1.1.1.1\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9'}),
      addressOf(stage)
    ),
  },
  {
    attack: 'spoofed address',
    probe: 'a mapped address with a port',
    expected: '203.0.113.9',
    env: forwarded,
    play: async stage => (
      await stage.post(person, {'x-forwarded-for': '1.1.1.1, [::ffff:203.0.113.9]:99'}),
      addressOf(stage)
    ),
  },
  {
    attack: 'spoofed address',
    probe: 'another address each time does not evade the limit',
    expected: '10 × 201, 10 × 429',
    env: {...defaults},
    play: async stage =>
      count(
        await inTurn(20, index =>
          stage.post({email: `n${index}@example.com`}, {'x-forwarded-for': `198.51.100.${index}`}),
        ),
      ),
  },
  ...[301, 302, 303, 307, 308].map((status): Scene => ({
    attack: 'upstream redirects',
    probe: `${status} to another host`,
    expected: '202, none at the other host',
    play: async stage => {
      await using other = await startContactApi()
      stage.api.answer = (_request, response) =>
        respond(response, status, '', {location: `${other.url}/v2/account/acc-1/contact/`})
      const {status: answered} = await stage.post()
      return `${answered}, ${other.requests.length || 'none'} at the other host`
    },
  })),
  {
    attack: 'secret leaking',
    probe: 'the API repeats it in its refusal',
    expected: '422 refused +cors, leaks none',
    play: async stage => {
      stage.api.answer = (request, response) =>
        respond(response, 422, JSON.stringify({error: `${request.headers.authorization} ${person.email}`}), {
          'x-echo': person.email,
        })
      return `${toSeen(await stage.post())}, leaks ${leaksOf(stage).join() || 'none'}`
    },
  },
  {
    attack: 'slow body',
    probe: 'one byte a second',
    expected: '408 timeout +cors',
    play: async stage => toSeen(await drip(stage)),
  },
  {
    attack: 'slow headers',
    probe: 'they never end',
    expected: '408 timeout',
    play: async stage => toSeen(await stage.raw('POST /api/signup HTTP/1.1\r\nHost: x\r\n')),
  },
  {
    attack: 'slow bodies',
    probe: '500 of them: a request of somebody else',
    expected: '201 within a second',
    play: async stage => {
      const sockets = await hold(stage, 500)
      const start = performance.now()
      const {status} = await stage.post()
      for (const socket of sockets) socket.destroy()
      return `${status} ${performance.now() - start < 1000 ? 'within a second' : 'too late'}`
    },
  },
  {
    attack: 'replay',
    probe: '50 at once under one key',
    expected: '50 × 201, 1 call, 1 body',
    env: defaults,
    play: async stage => {
      const key = randomUUID()
      const heard = await Promise.all(Array.from({length: 50}, () => stage.post(person, {'idempotency-key': key})))
      return `${count(heard)}, ${stage.api.requests.length} call, ${new Set(heard.map(({body}) => body)).size} body`
    },
  },
  {
    attack: 'replay',
    probe: 'the same key with another contact',
    expected: '422 idempotency_key_reused +cors, 1 call',
    play: async stage => {
      const key = randomUUID()
      await stage.post(person, {'idempotency-key': key})
      return `${toSeen(await stage.post({...person, name_first: 'Eve'}, {'idempotency-key': key}))}, ${stage.api.requests.length} call`
    },
  },
  {
    attack: 'list bombing',
    probe: '100 posts with one e-mail from 100 addresses',
    expected: '3 × 201, 97 × 429, 1 call',
    env: {...defaults, ...forwarded},
    play: async stage =>
      `${count(await inTurn(100, index => stage.post({email: person.email}, {'x-forwarded-for': `198.51.100.${index}`})))}, ${stage.api.requests.length} call`,
  },
  {
    attack: 'list bombing',
    probe: '100 contacts, one mailbox, from 100 addresses',
    expected: '3 × 201, 97 × 429, 3 call',
    env: {...defaults, ...forwarded},
    play: async stage =>
      `${count(await inTurn(100, index => stage.post({email: `emailcanary+${index}@example.com`, name_first: `n${index}`}, {'x-forwarded-for': `198.51.100.${index}`})))}, ${stage.api.requests.length} call`,
  },
  {
    attack: 'bots',
    probe: 'a filled trap, a form filled in 3 ms',
    expected: '201 201, 0 call, answers as any other',
    play: async stage => {
      const bots = [
        await stage.post({email: 'a@example.com', more_comments: 'x'}),
        await stage.post({email: 'b@example.com', form_elapsed: 3}),
      ]
      const calls = stage.api.requests.length
      const visitor = await stage.post()
      return `${bots.map(({status}) => status).join(' ')}, ${calls} call, ${bots.every(bot => same(bot, visitor)) ? 'answers as any other' : 'answers differ'}`
    },
  },
  {
    attack: 'bots',
    probe: 'no work, forged work, work for a sister site, work, the same work again',
    expected: '403 403 403 201 403, 1 call',
    env: {...working, ALLOWED_ORIGINS: `${site} https://sister.example`},
    play: async stage => {
      const [proof, sisters] = [await workFor(stage, site), await workFor(stage, 'https://sister.example')]
      const forged = {...proof, challenge: {...proof.challenge, parameters: {...proof.challenge.parameters, cost: 1}}}
      const heard = await inTurn(5, index =>
        stage.post({...person, form_proof: [undefined, forged, sisters, proof, proof][index]}),
      )
      return `${heard.map(({status}) => status).join(' ')}, ${stage.api.requests.length} call`
    },
  },
  {
    attack: 'bots',
    probe: '50 leads with the same work at once',
    expected: '1 × 201, 49 × 403, 1 call',
    env: working,
    play: async stage => {
      const form_proof = await workFor(stage, site)
      const heard = await Promise.all(
        Array.from({length: 50}, (_, index) => stage.post({email: `n${index}@example.com`, form_proof})),
      )
      return `${count(heard)}, ${stage.api.requests.length} call`
    },
  },
  {
    attack: 'bots',
    probe: 'a form without script, where work is asked for',
    expected: '201, 0 call',
    env: working,
    play: async stage =>
      `${(await stage.post('email=a%40b.co', {'content-type': 'application/x-www-form-urlencoded'})).status}, ${stage.api.requests.length} call`,
  },
  {
    attack: 'enumeration',
    probe: 'new, known, repeated',
    expected: 'equal but for the request id',
    play: async stage => {
      const fresh = await stage.post()
      stage.api.answer = (_request, response) => respond(response, 409, '{"error":"exists"}')
      const known = await stage.post({email: 'known@example.com'})
      const repeated = await stage.post()
      return same(fresh, known) && same(fresh, repeated) ? 'equal but for the request id' : 'different'
    },
  },
  {
    attack: 'log injection',
    probe: 'CR LF and ESC wherever text is taken',
    expected: 'one line of JSON an event',
    play: async stage => {
      await stage.post(
        {email: 'a@b.co', name_first: 'A\r\n{"level":"info"}'},
        {'x-request-id': 'a', 'user-agent': '"}\\n{"level":"error"'},
      )
      await stage.post({email: 'emailcanary@example.com', full_address: 'one\ntwo'})
      await stage.proxy.stop()
      const lines = stage.proxy
        .output()
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as {event: string})
      return lines.filter(({event}) => ['contact_invalid', 'created'].includes(event)).length === 2
        ? 'one line of JSON an event'
        : JSON.stringify(lines)
    },
  },
  ...[
    ['CONTACT_API_URL', 'http://10.0.0.1'],
    ['CONTACT_API_URL', 'https://u:p@h.example'],
    ['CONTACT_API_URL', 'https://h.example/?x'],
    ['CONTACT_ACCOUNT_ID', '../x'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ].map(([name = '', value = '']): Scene => ({
    attack: 'SSRF by configuration',
    probe: `${name}=${value}`,
    expected: `does not start, and names ${name}`,
    play: () =>
      setStage({[name]: value}).then(
        () => 'starts',
        ({message}: Error) =>
          message.includes(`${name}: expected`) && !message.includes(value)
            ? `does not start, and names ${name}`
            : message,
      ),
  })),
  {
    attack: 'pipelining',
    probe: 'a bad one and a good one in one packet',
    expected: '403, then 201',
    play: async stage => {
      const good = toText(
        'POST',
        path,
        {origin: site, 'content-type': 'application/json', 'idempotency-key': randomUUID()},
        JSON.stringify(person),
      ).join('')
      const bad = toText(
        'POST',
        path,
        {origin: 'https://evil.example', 'content-type': 'application/json'},
        JSON.stringify(person),
      ).join('')
      const {status} = await stage.raw(bad + good)
      await waitFor(() => stage.api.requests.length === 1)
      return `${status}, then 201`
    },
  },
]

/** Plays a scene, and takes what leaked into what is seen. */
export async function see({play, env}: Scene): Promise<string> {
  const stage = await setStage(env)
  try {
    const seen = await play(stage)
    const leaks = leaksOf(stage)
    return leaks.length > 0 ? `${seen}; leaked ${leaks}` : seen
  } finally {
    await stage.close()
  }
}

async function inTurn<T>(times: number, ask: (index: number) => Promise<T>): Promise<T[]> {
  const all = []
  for (let index = 0; index < times; index += 1) all.push(await ask(index))
  return all
}

/** A challenge of the running proxy's, with its work done. */
async function workFor(stage: Stage, origin: string): Promise<Proof> {
  return prove(
    JSON.parse((await stage.post('', {origin, 'content-type': undefined}, `${path}/challenge`)).body) as Challenge,
  )
}

function count(heard: {status: number}[]): string {
  const statuses = [...new Set(heard.map(({status}) => status))].sort()
  return statuses.map(status => `${heard.filter(answer => answer.status === status).length} × ${status}`).join(', ')
}

type Answered = Awaited<ReturnType<Stage['post']>>
function same(a: Answered, b: Answered): boolean {
  const plain = ({status, headers, body}: Answered) =>
    JSON.stringify({status, body, headers: {...headers, 'x-request-id': '', date: ''}})
  return plain(a) === plain(b)
}

const slow = (length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${site}\r\nContent-Type: application/json\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: ${length}\r\n\r\n{`

async function drip(stage: Stage): Promise<Answered> {
  let socket: Socket | undefined
  const pace = setInterval(() => socket?.write(' '), 1000)
  const heard = await talk(stage.proxy.address, opened => ((socket = opened), slow(1000))).finally(() =>
    clearInterval(pace),
  )
  stage.said.push(JSON.stringify(heard))
  return heard
}

function hold(stage: Stage, many: number): Promise<Socket[]> {
  const {hostname, port} = new URL(stage.proxy.address)
  return Promise.all(
    Array.from(
      {length: many},
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(Number(port), hostname, () => socket.write(slow(1000), () => resolve(socket)))
          socket.on('error', reject)
        }),
    ),
  )
}

async function waitFor(holds: () => boolean): Promise<void> {
  const end = performance.now() + 5_000
  while (!holds() && performance.now() < end) await new Promise(resolve => setImmediate(resolve))
}
