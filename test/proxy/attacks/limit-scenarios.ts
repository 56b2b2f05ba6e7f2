import {randomUUID} from 'node:crypto'
import {once} from 'node:events'
import {connect} from 'node:net'
import {freshPath} from '../../support/outbox.ts'
import {countStatuses, defaults, forwarded, inSequence, type Scenario} from './scenario.ts'
import {path, person, site, type Testbed} from './testbed.ts'
import {toText} from './wire.ts'

/** Spellings of one mailbox, or of one phone; and of a second one, which must not count with the first. */
const aliases: [subject: string, field: 'email' | 'phone', spellings: string[], other: string][] = [
  [
    'Gmail',
    'email',
    ['a.da.l@gmail.com', 'adal+1@googlemail.com', 'A.D.A.L@GMAIL.com', 'adal@gmail.com'],
    'ada@gmail.com',
  ],
  ['Yandex', 'email', ['ada.l@ya.ru', 'ada-l@yandex.com.tr', 'Ada.L+1@yandex.kz', 'ada-l@narod.ru'], 'adal@ya.ru'],
  [
    'Fastmail',
    'email',
    ['x@ada.fastmail.com', 'y+1@ada.fastmail.com', 'ada@fastmail.com', 'ada+2@fastmail.com'],
    'b@x.fastmail.com',
  ],
  ['Hey', 'email', ['ada.l@hey.com', 'adal+1@hey.com', 'a.d.a.l@HEY.com', 'adal@hey.com'], 'ada@hey.com'],
  [
    'Argentina',
    'phone',
    ['+54 9 11 2345 6789', '+54 11 2345 6789', '+54 11 15 2345 6789', '0054 9 11 2345-6789'],
    '+54 9 11 2345 6780',
  ],
]

/** Attacks on the rate limits. */
export const limitScenarios: Scenario[] = [
  ...[
    ['no outbox', {OUTBOX: 'none'}],
    ['an outbox', {}],
    ['limits shared with other processes', {RATE_LIMIT_STORE: 'outbox', OUTBOX: `file:${freshPath()}`}],
    ['trusted proxies', {CLIENT_IP: 'x-forwarded-for', TRUSTED_PROXIES: '10.0.0.0/8'}],
  ].map(([mode, env]): Scenario => ({
    attack: 'reset connections',
    probe: `300 leads, each followed by a reset, with ${mode as string}`,
    expected: 'at most 10 calls with an address, 10 without',
    env: {...defaults, ...(env as Record<string, string>)},
    run: async testbed => {
      const shoot = (shot: number) => sendAndReset(testbed, {email: `rst${shot}@example.com`, gdpr_accept_terms: true})
      await inSequence(30, shoot)
      await Promise.all(Array.from({length: 270}, (_, shot) => shoot(30 + shot))) // some are reset before they are accepted
      await testbed.proxy.stop() // waits for requests in progress
      const {requests} = testbed.api
      const known = requests.filter(({body}) => body.gdpr_remote_ip).length
      const [isKept, calls] = [known <= 10 && requests.length - known <= 10, requests.length]
      return calls > 0 && isKept
        ? 'at most 10 calls with an address, 10 without'
        : `${known} of ${calls} calls with an address`
    },
  })),
  ...aliases.map(([subject, field, spellings, other]): Scenario => ({
    attack: 'list bombing',
    probe: `one ${field} of ${subject} in ${spellings.length} spellings, and another one`,
    expected: '201 201 201 429, other 201',
    env: {...defaults, ...forwarded},
    run: async testbed => {
      const post = (value: string, index: number) =>
        testbed.post({[field]: value, name_first: `n${index}`}, {'x-forwarded-for': `198.51.100.${index}`})
      const seen = await inSequence(spellings.length, index => post(spellings[index]!, index))
      return `${seen.map(({status}) => status).join(' ')}, other ${(await post(other, 99)).status}`
    },
  })),
  {
    attack: 'flood',
    probe: 'a visitor tries five times while the total is used up, then once more',
    expected: '5 × 429, then 201',
    env: {...defaults, ...forwarded, RATE_LIMIT_TOTAL: '5/2'},
    run: async testbed => {
      await inSequence(5, index =>
        testbed.post({email: `n${index}@example.com`}, {'x-forwarded-for': `198.51.100.${index}`}),
      )
      const visit = () => testbed.post(person, {'x-forwarded-for': '203.0.113.9'})
      const during = await inSequence(5, visit)
      await new Promise(resolve => setTimeout(resolve, Number(during.at(-1)!.headers['retry-after']) * 1000))
      return `${countStatuses(during)}, then ${(await visit()).status}`
    },
  },
  {
    attack: 'enumeration',
    probe: 'Retry-After of a person who signed up a second ago',
    expected: '429 3600',
    env: {...defaults, RATE_LIMIT_PERSON: '1/3600'},
    run: async testbed => {
      await testbed.post()
      await new Promise(resolve => setTimeout(resolve, 1_100))
      const {status, headers} = await testbed.post()
      return `${status} ${headers['retry-after']}`
    },
  },
]

/** Sends a complete lead and resets the connection at once. */
async function sendAndReset(testbed: Testbed, contact: object): Promise<void> {
  const {hostname, port} = new URL(testbed.proxy.address)
  const headers = {origin: site, 'content-type': 'application/json', 'idempotency-key': randomUUID()}
  const bytes = toText('POST', path, headers, JSON.stringify(contact)).join('')
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  await new Promise(resolve => socket.write(bytes, resolve))
  socket.resetAndDestroy()
}
