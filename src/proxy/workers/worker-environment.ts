import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import {parseVariables} from '../config/environment.ts'
import {readOptions, type ProxyOptions, type Settings} from '../config/options.ts'
import {outboxSettings, proxySettings, serverSettings} from '../config/settings.ts'
import {findMisspelt, toMisspeltLine, type MisspeltVariable} from '../config/unknown-variables.ts'
import {isLogged, type LogEvent} from '../http/log-event.ts'
import type {OutboxSettings} from '../outbox/location.ts'

/** The variables, secrets and bindings of a Worker. */
export type WorkerEnvironment = object

/** What a Worker and its Durable Object are configured with. */
export interface WorkerConfiguration {
  settings: Settings
  outbox: Omit<OutboxSettings, 'place'>
  /** Variables that are probably misspelt, and have no effect. */
  misspelt: readonly MisspeltVariable[]
}

const {place: _place, connections: _connections, oldKey: _oldKey, ...keeping} = outboxSettings
const {logLevel} = serverSettings
const tables = {...proxySettings, ...keeping, logLevel}

/** The environment's variables that the Node server alone obeys. To ignore one could surprise its operator. */
const serverOnly = [
  'ALERT_SECRET',
  'ALERT_URL',
  'HTTPS_PROXY',
  'METRICS_PORT',
  'METRICS_TOKEN',
  'OUTBOX_OLD_KEY',
  'RATE_LIMIT_STORE',
  'TRACES',
  'TRUSTED_PROXIES',
]

/**
 * An object has six connections for requests (https://developers.cloudflare.com/durable-objects/platform/limits/). A request
 * that waits for one uses up its timeout, and would count as sent.
 */
const defaultMaxAttempts = '6'

/** Reads and validates everything but the binding `OUTBOX`. Throws `ConfigurationError` with a line for each error. */
export function readWorkerEnvironment(env: WorkerEnvironment): WorkerConfiguration {
  const variables = toVariables(env)
  const maxAttempts = variables.MAX_ATTEMPTS?.trim() || defaultMaxAttempts
  const {values, errors} = parseVariables(tables, {...variables, MAX_ATTEMPTS: maxAttempts})
  const lines = [...errors.map(({line}) => line), ...findUnsuitable(env, variables), ...findConflicts(values)]
  const misspelt = findMisspelt(variables)
  if (lines.length > 0) throw new ConfigurationError([...lines, ...misspelt.map(toMisspeltLine)])
  const {key, retention, leadRetention, logLevel: least = 'info', ...options} = values
  const log = (event: LogEvent) => {
    if (isLogged(event, least)) console.log(JSON.stringify({time: new Date().toISOString(), ...event}))
  }
  return {
    settings: readOptions({...(options as ProxyOptions), clientIp: 'cf-connecting-ip', log}), // without an error, complete
    outbox: {key, retention, leadRetention},
    misspelt,
  }
}

/** The variables and secrets, without the bindings. Numbers may be written as such in Wrangler's JSON. */
function toVariables(env: WorkerEnvironment): Environment {
  const entries = Object.entries(env).filter(([name, value]) => name !== 'OUTBOX' && /string|number/.test(typeof value))
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

function findUnsuitable(env: WorkerEnvironment, variables: Environment): string[] {
  const known = Object.values(tables).flatMap(({variable}) => variable ?? [])
  return Object.entries(env).flatMap(([name, value]) => {
    if (known.includes(name) && variables[name] === undefined) return [`${name}: expected text`]
    if (name === 'CLIENT_IP' && value !== 'cf-connecting-ip') return [`${name}: expected cf-connecting-ip on Workers`]
    const base = name.replace(/_FILE$/, '')
    if (base !== name && known.includes(base)) return [`${name}: Workers have no files, expected ${base}`]
    if (name === 'FORMS_FILE') return [`${name}: Workers have no files, expected a Worker for each form`]
    return serverOnly.includes(name) ? [`${name}: has no effect on Workers, expected no value`] : []
  })
}

interface Compared {
  rateLimitAddress?: string
  rateLimitPerson?: string
  rateLimitTotal?: string
  proofOfWork?: boolean
  proofOfWorkKey?: string
}

function findConflicts({proofOfWork, proofOfWorkKey, ...rates}: Compared): string[] {
  const lines: string[] = []
  if ([rates.rateLimitAddress, rates.rateLimitPerson, rates.rateLimitTotal].every(rate => rate === 'off'))
    lines.push('RATE_LIMIT_TOTAL: expected a limit where the other limits are off')
  // Each isolate would sign challenges with a key of its own.
  if (proofOfWork && proofOfWorkKey === undefined)
    lines.push('PROOF_OF_WORK_KEY: missing, expected 32 or more visible ASCII characters where PROOF_OF_WORK is on')
  return lines
}
