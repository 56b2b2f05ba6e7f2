import {randomUUID} from 'node:crypto'
import {respond} from '../../support/contact-api.ts'
import {defaults, forwarded, inSequence, isSame, type Scenario} from './scenario.ts'
import {person, type Testbed} from './testbed.ts'

const suspectSignals = [{more_comments: 'x'}, {form_elapsed: 3}, {form_elapsed: -1}]
const latencyMs = 400

/** Attacks with suspect leads: using them against others, and finding out which leads are in quarantine. */
export const quarantineScenarios: Scenario[] = [
  {
    attack: 'bots',
    probe: 'suspect leads with somebody’s e-mail and phone, then that person',
    expected: '201 201 201 429, 201 201 201 429, 201 201 201 429, then 201',
    env: {...defaults, ...forwarded},
    run: async testbed => {
      const seen = []
      for (const [group, signals] of suspectSignals.entries()) {
        const responses = await inSequence(4, index =>
          testbed.post(
            {...person, name_first: `n${index}`, ...signals},
            {'x-forwarded-for': `198.51.100.${10 * group + index}`},
          ),
        )
        seen.push(responses.map(({status}) => status).join(' '))
      }
      const own = await testbed.post(person, {'x-forwarded-for': '203.0.113.9'})
      return `${seen.join(', ')}, then ${own.status}`
    },
  },
  {
    attack: 'bots',
    probe: 'suspect leads where there is no outbox to keep them',
    expected: '201 201 201 429 429 429 429, 3 call',
    env: {...defaults, OUTBOX: 'none'},
    run: async testbed => {
      const responses = await inSequence(7, index =>
        testbed.post({...person, name_first: `n${index}`, ...suspectSignals[index % 4]}),
      )
      return `${responses.map(({status}) => status).join(' ')}, ${testbed.api.requests.length} call`
    },
  },
  ...suspectSignals.map((signals): Scenario => ({
    attack: 'finding out what is quarantined',
    probe: `repeats of a lead with ${JSON.stringify(signals)}`,
    expected: 'as any other lead',
    run: async testbed => {
      testbed.api.answer = (_request, response) => void setTimeout(() => respond(response, 201, '{}'), latencyMs)
      await testbed.post({email: 'first@example.com', gdpr_accept_terms: true})
      const visitor = await observe(testbed, {email: 'a@example.com'}, {})
      const bot = await observe(testbed, {email: 'b@example.com'}, signals)
      return bot === visitor ? 'as any other lead' : `${bot}, another lead: ${visitor}`
    },
  })),
  {
    attack: 'finding out what is quarantined',
    probe: '/readyz before and after a suspect lead',
    expected: 'equal',
    run: async testbed => {
      const read = () => testbed.post('', {}, '/readyz', 'GET')
      const before = await read()
      await testbed.post({...person, more_comments: 'x'})
      await new Promise(resolve => setTimeout(resolve, 1_100)) // the outbox is asked once a second
      return isSame(before, await read()) ? 'equal' : 'different'
    },
  },
]

/** What a sender sees of a lead: sent, repeated with and without its signals and twice at once, and under another key. */
async function observe(testbed: Testbed, contact: object, signals: object): Promise<string> {
  const key = {'idempotency-key': randomUUID()}
  const send = async (body: object, headers: Record<string, string> = {}) => {
    const started = performance.now()
    const response = await testbed.post({...contact, gdpr_accept_terms: true, ...body}, headers)
    const isSlow = performance.now() - started > latencyMs / 2
    return `${response.status} ${response.body} ${isSlow ? 'slow' : 'fast'}`
  }
  const seen = await Promise.all([send(signals, key), send(signals, key)])
  for (const body of [signals, {}, {more_comments: 'y'}]) seen.push(await send(body, key))
  seen.push(await send({}), await send({name_first: 'Ada', ...signals}))
  return seen.join(', ')
}
