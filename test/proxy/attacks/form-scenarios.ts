import type {Scenario} from './scenario.ts'
import type {Testbed} from './testbed.ts'
import type {WireResponse} from './wire.ts'

/** Posts a form without JavaScript. */
export function postForm(
  testbed: Testbed,
  fields: object,
  headers: Record<string, string> = {},
): Promise<WireResponse> {
  const body = new URLSearchParams(Object.entries(fields)).toString()
  return testbed.post(body, {
    'content-type': 'application/x-www-form-urlencoded',
    'idempotency-key': undefined,
    ...headers,
  })
}

const forbidden = {
  gdpr_date: '2020-01-01',
  gdpr_remote_ip: '1.1.1.1',
  email_validation: 'x',
  'email_validation[validate]': 'true',
  list_subscriptions: 'vip',
  user_id: '1',
  vip: 'true',
  tags: 'vip',
  list_ids: 'vip',
  account_id: 'x',
  ['__proto__']: 'x',
  constructor: 'x',
}

export const formScenarios: Scenario[] = [
  {
    attack: 'mass assignment',
    probe: 'forbidden fields in a form without JavaScript',
    expected: '201, email gdpr_date gdpr_marketing_consent gdpr_remote_ip, 127.0.0.1',
    run: async testbed => {
      const {status} = await postForm(testbed, {email: 'a@b.co', gdpr_marketing_consent: 'on', ...forbidden})
      const {body} = testbed.api.requests[0]!
      return `${status}, ${Object.keys(body).sort().join(' ')}, ${String(body.gdpr_remote_ip)}`
    },
  },
]
