import * as z from 'zod/mini'
import {isCustomName} from '../../contact/names.ts'
import {isCleanLine} from '../../contact/text.ts'
import {clientIpSources} from '../http/client-ip.ts'
import {splitTags} from '../../contact/words.ts'
import {contactNotations} from '../contact-api/create-request.ts'
import type {LogEvent} from '../http/log-event.ts'
import {toRate} from '../intake/limits/rate.ts'
import {deliveryTimes} from '../outbox/delivery-settings.ts'
import type {Outbox} from '../outbox/outbox.ts'
import {unknownOutcomes} from '../outbox/retry-policy.ts'
import {isTracesApi, type TracesApi} from '../tracing/traces-api.ts'
import * as kinds from './kinds.ts'
import {list, oneOf, text} from './kinds.ts'
import {optional, optionOnly, orFromFile, required, withDefault} from './setting.ts'

const names = list('expected names without spaces, 100 characters at most each', /^[\x21-\x7e\u00a0-\uffff]{1,100}$/)
const tags = list(
  'expected tags of 100 characters at most each, separated by spaces, or by commas if a tag has spaces',
  value => value.length <= 100 && isCleanLine(value) && value === value.trim() && value !== '' && !value.includes(','),
  splitTags,
)
const rate = text(
  'expected leads per seconds such as 10/60, at most a week, or off',
  value => value === 'off' || toRate(value) !== undefined,
)
const hostName = text('expected a host name or an IP address', /^[\w.:-]+$/)
const isFunction = (value: unknown) => typeof value === 'function'

/** Every setting of the proxy by its option of `createProxy`, with its environment variable. */
export const proxySettings = {
  /** Base URL of the contact API: https, or http on loopback; without credentials, query and fragment. */
  url: required(
    'CONTACT_API_URL',
    text(
      'expected an https URL (http only for loopback) without credentials, query or fragment',
      kinds.isApiUrl,
      'expected an https URL',
    ),
  ),
  /** The account at the contact API. */
  accountId: required(
    'CONTACT_ACCOUNT_ID',
    text(
      'expected the id of the account: letters, digits, - and _ only',
      /^[\w-]{1,64}$/,
      'expected the id of the account',
    ),
  ),
  /** The account's secret. It is sent to the contact API only. */
  accountSecret: orFromFile(
    required(
      'CONTACT_ACCOUNT_SECRET',
      text(
        'expected the secret of the account: visible ASCII characters without spaces',
        /^[\x21-\x7e]{1,512}$/,
        'expected the secret of the account',
      ),
    ),
    'the secret of the account',
  ),
  /**
   * Origins whose pages may post: exact ones, `https://*.example.dev`, which is every subdomain of one label, or
   * `http://localhost:*`, which is every port of this machine. None means the proxy's own origin only.
   */
  allowedOrigins: withDefault(
    'ALLOWED_ORIGINS',
    list(
      'expected origins such as https://www.example.com or https://*.example.dev, without path or trailing slash',
      kinds.isAllowableOrigin,
    ),
    '',
    'same origin',
  ),
  /** Ids of audience lists that a page may subscribe to. */
  allowedLists: withDefault('ALLOWED_LISTS', names, '', 'none'),
  /** Tags that a page may set; without commas. */
  allowedTags: withDefault('ALLOWED_TAGS', tags, '', 'none'),
  /** Custom fields, and fields such as `user_id`, that a page may set. */
  allowedFields: withDefault(
    'ALLOWED_FIELDS',
    list(
      'expected names of custom fields: a letter or _, then letters, digits, _ and -, 64 at most; none that only the proxy may set',
      isCustomName,
    ),
    '',
    'none',
  ),
  /** How `country` is sent: as an ISO 3166-1 alpha-2 code, or as the country's English name. */
  countryAs: withDefault('COUNTRY_AS', oneOf(contactNotations.country), 'code'),
  /** How `list_subscriptions` are sent: as an array, or one list as an object. */
  listSubscriptionsAs: withDefault('LIST_SUBSCRIPTIONS_AS', oneOf(contactNotations.listSubscriptions), 'array'),
  /** The API's `email_validation`, which spends the account's credit; off by default. */
  emailValidation: optional('EMAIL_VALIDATION', kinds.emailValidation, '`off`'),
  /** Where the visitor's address is read; `socket` by default. */
  clientIp: withDefault('CLIENT_IP', oneOf(clientIpSources), 'socket'),
  /** CIDR ranges of the proxies whose `X-Forwarded-For` is trusted; for `x-forwarded-for` only. */
  trustedProxies: withDefault(
    'TRUSTED_PROXIES',
    list('expected CIDR ranges such as 10.0.0.0/8 or 2001:db8::/32, and not the whole internet', kinds.isCidr),
    '',
    'none',
  ),
  /** The path to which forms post; `/api/signup` by default. */
  path: withDefault(
    'SIGNUP_PATH',
    text('expected a path such as /api/signup, without query, dot segments or trailing slash', kinds.isPath),
    '/api/signup',
  ),
  /** Leads per seconds from one address, `10/60` by default, or `off`. An IPv6 address counts as its /64. */
  rateLimitAddress: withDefault('RATE_LIMIT_ADDRESS', rate, '10/60'),
  /** Leads per seconds with one e-mail or one phone, `3/3600` by default, or `off`. */
  rateLimitPerson: withDefault('RATE_LIMIT_PERSON', rate, '3/3600'),
  /** Leads per seconds in total, `off` by default. */
  rateLimitTotal: withDefault('RATE_LIMIT_TOTAL', rate, 'off'),
  /** Milliseconds from a form's appearance to its submission: faster ones are quarantined. 300 by default; 0 accepts all. */
  minFillTime: withDefault('MIN_FILL_TIME', kinds.seconds(999), '0.3'),
  /** Requires a proof of work with each lead; off by default. */
  proofOfWork: withDefault('PROOF_OF_WORK', kinds.onOff, 'off'),
  /** Signs challenges; random by default. Proxies behind one load balancer must share it. */
  proofOfWorkKey: orFromFile(
    optional(
      'PROOF_OF_WORK_KEY',
      text('expected 32 or more visible ASCII characters without spaces', /^[\x21-\x7e]{32,512}$/),
      'random',
    ),
    '32 or more characters',
  ),
  /** Where a form without JavaScript is redirected after success, http(s); a thank-you page by default. */
  successUrl: optional('SUCCESS_URL', text('expected an http or https URL', kinds.isWebUrl), 'a thank-you page'),
  /** What to do if it is unknown whether the API has a lead; `retry` by default. */
  unknownOutcome: withDefault('UNKNOWN_OUTCOME', oneOf(unknownOutcomes), 'retry'),
  /** Milliseconds after which a stored lead gets 202 while its first attempt goes on; 3,000 by default. */
  answerWithin: withDefault('ANSWER_WITHIN', kinds.seconds(60), '3'),
  /** The most attempts to deliver a lead that are in flight at a time; 64 by default. */
  maxAttempts: withDefault(
    'MAX_ATTEMPTS',
    kinds.number(
      z.int('expected a whole number').check(z.gte(1, 'expected 1 to 1000'), z.lte(1000, 'expected 1 to 1000')),
      'expected a whole number from 1 to 1000',
      {min: 1, max: 1000, isInteger: true},
    ),
    '64',
  ),
  /** The most leads a second that are sent again from the outbox; 10 by default. */
  redeliveryRate: withDefault(
    'REDELIVERY_RATE',
    kinds.number(
      z
        .number('expected a number')
        .check(z.gt(0, 'expected more than 0 leads a second'), z.lte(1000, 'expected 1000 leads a second at the most')),
      'expected leads a second, 0.01 to 1000',
      {min: 0.01, max: 1000},
    ),
    '10',
  ),
  /** Milliseconds for one request to the contact API; 10,000 by default. */
  deadline: optionOnly(
    z._default(
      z
        .int('expected milliseconds')
        .check(z.gte(100, 'expected at least 100 milliseconds'), z.lte(600_000, 'expected ten minutes at the most')),
      10_000,
    ),
  ),
  /** Stores every lead before it is sent. Without it the form must retry leads that the API did not accept. */
  outbox: optionOnly(z.optional(z.custom<Outbox>(isOutbox, 'expected an outbox'))),
  /**
   * When leads are delivered: in the `background`, by default, or `on-request`, for functions that may be frozen after each
   * response: a response waits for its lead's attempt, and the others wait for `deliverDue`.
   */
  delivery: optionOnly(z._default(oneOf(deliveryTimes).option, 'background')),
  /** Called with each event, without personal data. Prints a line of JSON by default. */
  log: optionOnly(z.optional(z.custom<(event: LogEvent) => void>(isFunction, 'expected a function'))),
  /** The HTTP client for the contact API; the runtime's own by default. */
  fetch: optionOnly(z.optional(z.custom<typeof globalThis.fetch>(isFunction, 'expected a function'))),
  /** The module `@opentelemetry/api`: its tracer traces each lead from request to delivery. No traces by default. */
  opentelemetry: optionOnly(
    z.optional(z.custom<TracesApi>(isTracesApi, 'expected the module @opentelemetry/api, with trace and context')),
  ),
}

/** The settings of the outbox that the command opens. */
export const outboxSettings = {
  place: orFromFile(withDefault('OUTBOX', kinds.outboxLocation, 'file:contact-signup.db'), 'a location as in OUTBOX'),
  /** The most connections of a proxy to PostgreSQL. The outbox has the default: it is another one in functions. */
  connections: optional(
    'OUTBOX_CONNECTIONS',
    kinds.number(z.int(), 'expected a number of connections, 1 to 100', {min: 1, max: 100, isInteger: true}),
    '`10`',
  ),
  /** Encrypts personal data. */
  key: orFromFile(optional('OUTBOX_KEY', kinds.base64Key, '–'), '32 bytes in base64'),
  /** The key before, for `rekey` only. */
  oldKey: orFromFile(optional('OUTBOX_OLD_KEY', kinds.base64Key, '–'), '32 bytes in base64'),
  /** Milliseconds for which dead and quarantined leads are kept. */
  leadRetention: withDefault('LEAD_RETENTION', kinds.days(36_500), '90'),
  /** Milliseconds for which consent records are kept. */
  retention: optional('EVIDENCE_RETENTION', kinds.days(36_500), 'forever'),
}

/** The settings of the Node server. */
export const serverSettings = {
  host: withDefault('HOST', hostName, '127.0.0.1'),
  port: withDefault('PORT', kinds.port, '8787'),
  /**
   * Milliseconds after a stop signal for which leads are still accepted, while `/readyz` tells load balancers to send them
   * elsewhere. 0 by default: where nothing else takes over, it would only delay each restart.
   */
  drainTime: withDefault('DRAIN_TIME', kinds.seconds(300), '0'),
  /** The file of several forms. */
  formsFile: optional('FORMS_FILE', text('expected the path of a JSON file', /^[^\0]+$/), '–'),
  /** The least level of events that are logged; metrics count all. */
  logLevel: withDefault('LOG_LEVEL', oneOf(['info', 'warn', 'error']), 'info'),
  /** The proxy for connections to the contact API. */
  httpsProxy: optional(
    'HTTPS_PROXY',
    text('expected the http or https URL of a proxy, such as http://proxy.example.com:3128', kinds.isProxyUrl),
    'none',
  ),
  /** Traces leads with OpenTelemetry; the process must have started its SDK. */
  traces: withDefault('TRACES', kinds.onOff, 'off'),
  /** Hosts to which no proxy is used. */
  noProxy: optional('NO_PROXY', text('expected hosts separated by commas', /^[\x20-\x7e]+$/), 'none'),
  /** Where limits are counted: by each process on its own, or by all processes of the outbox together. */
  rateLimitStore: withDefault('RATE_LIMIT_STORE', oneOf(['memory', 'outbox']), 'memory'),
  /** The webhook that tells the operator of faults. */
  alertUrl: orFromFile(
    optional(
      'ALERT_URL',
      text('expected an https URL (http only for loopback) without credentials or fragment', kinds.isWebhookUrl),
      '–',
    ),
    'the URL of a webhook',
  ),
  /** Signs the messages to it. */
  alertSecret: orFromFile(
    optional(
      'ALERT_SECRET',
      text('expected whsec_ and 24 to 64 bytes in base64', /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/),
      '–',
    ),
    'whsec_ and 24 to 64 bytes in base64',
  ),
  /** Where the port of the metrics listens. */
  metricsHost: withDefault('METRICS_HOST', hostName, '127.0.0.1'),
  metricsPort: optional('METRICS_PORT', kinds.port, '–'),
  metricsToken: orFromFile(
    optional(
      'METRICS_TOKEN',
      text('expected a token of 16 or more visible ASCII characters without spaces', /^[\x21-\x7e]{16,512}$/),
      '–',
    ),
    'a token of 16 or more characters',
  ),
}

function isOutbox(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isFunction((value as Partial<Outbox>).store)
}
