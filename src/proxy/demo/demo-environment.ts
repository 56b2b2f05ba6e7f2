import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import {isLoopback} from '../config/loopback.ts'
import type {Setting} from '../config/setting.ts'
import {outboxSettings, proxySettings, serverSettings} from '../config/settings.ts'

/** What the demo makes up: its account and its outbox. */
export interface DemoAccount {
  CONTACT_API_URL: string
  CONTACT_ACCOUNT_ID: string
  CONTACT_ACCOUNT_SECRET: string
  OUTBOX: string
}

const anyLoopbackOrigin = ['localhost', '127.0.0.1', '[::1]']
  .flatMap(host => [`http://${host}:*`, `https://${host}:*`])
  .join(' ')

/** For one person who tries a form, and whose scripts do so too. */
const defaults: Environment = {
  ALLOWED_ORIGINS: anyLoopbackOrigin,
  RATE_LIMIT_ADDRESS: 'off',
  RATE_LIMIT_PERSON: 'off',
  MIN_FILL_TIME: '0',
  LOG_LEVEL: 'warn', // the demo prints each lead itself
}

/** Settings of a real account, of its leads and of its operator: the demo uses none of them. */
const realSettings: readonly Setting[] = [
  proxySettings.url,
  proxySettings.accountId,
  proxySettings.accountSecret,
  ...Object.values(outboxSettings),
  serverSettings.formsFile,
  serverSettings.alertUrl,
  serverSettings.alertSecret,
]

/** Refuses a real account or outbox, and addresses that other machines can reach. Throws `ConfigurationError`. */
export function requireDemoEnvironment(env: Environment): void {
  const isSet = (variable: string) => Boolean(env[variable]?.trim())
  const real = realSettings.flatMap(({variable, fileContent}) =>
    variable === undefined ? [] : [variable, ...(fileContent === undefined ? [] : [`${variable}_FILE`])],
  )
  const errors = real
    .filter(isSet)
    .map(variable => `${variable}: expected to be unset with --demo, which makes up an account and discards all leads`)
  if (isSet('HOST') && !isLoopback(env.HOST!.trim()))
    errors.push('HOST: expected a loopback address such as 127.0.0.1 with --demo')
  if (errors.length > 0) throw new ConfigurationError(errors)
}

/** The environment of the demo's proxy: the given one, with defaults for a demo, and what the demo makes up. */
export function toDemoEnvironment(env: Environment, account: DemoAccount): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  return {...defaults, ...given, ...account}
}
