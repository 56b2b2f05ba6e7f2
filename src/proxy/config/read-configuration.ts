import {findConflicts, findForwardingError, type Conflict} from './conflicts.ts'
import {ConfigurationError, type Environment, type VariableError} from './configuration-error.ts'
import {parseVariables, type Values} from './environment.ts'
import type {ProxyOptions} from './options.ts'
import {readSecretFiles} from './secret-file.ts'
import type {SettingsTable} from './setting.ts'
import {outboxSettings, proxySettings, serverSettings} from './settings.ts'
import {findMisspelt, toMisspeltLine} from './unknown-variables.ts'

/**
 * Reads everything that the environment configures, secrets in files too. Throws one `ConfigurationError` with every error:
 * of single variables, of variables that do not fit together, and then also of misspelt ones.
 * @param reservedPaths that the server itself serves
 */
export function readConfiguration(env: Environment, reservedPaths: readonly string[]) {
  const {values, lines} = checkConfiguration(env, reservedPaths)
  if (lines.length > 0) throw new ConfigurationError([...lines, ...findMisspelt(env).map(toMisspeltLine)])
  const complete = values as Values<typeof everySetting> // no variable was refused
  return {
    options: pick(complete, proxySettings) as ProxyOptions, // without an error, every required option has a value
    outbox: pick(complete, outboxSettings),
    server: pick(complete, serverSettings),
  }
}

/** The same, but returns the errors: a line each, and the names of the refused variables, which may have no value. */
export function checkConfiguration(env: Environment, reservedPaths: readonly string[]) {
  const files = readSecretFiles(withProxyVariables(env), everySetting)
  const {values, errors} = parseVariables(everySetting, files.env)
  const refused = [...files.errors, ...errors]
  for (const {variable, expected} of [...findForwarding(values), ...findConflicts(values, reservedPaths)])
    refused.push({variables: [variable], line: `${variable}: ${expected}`})
  return {values, refused: new Set(refused.flatMap(({variables}) => variables)), lines: withoutConsequences(refused)}
}

/** Programs read the variables of proxies in lower case too. */
function withProxyVariables(env: Environment): Environment {
  return {HTTPS_PROXY: env.https_proxy, NO_PROXY: env.no_proxy, ...env}
}

const everySetting = {...proxySettings, ...outboxSettings, ...serverSettings}

/** The lines of the errors, the first one of each variable. */
function withoutConsequences(errors: readonly VariableError[]): string[] {
  const named = new Set<string>()
  return errors.flatMap(({variables, line}) => {
    if (variables.some(variable => named.has(variable))) return []
    for (const variable of variables) named.add(variable)
    return [line]
  })
}

function findForwarding(options: Parameters<typeof findForwardingError>[0]): Conflict[] {
  const variable = proxySettings.trustedProxies.variable!
  const line = findForwardingError(options, option => proxySettings[option].variable!)
  return line === undefined ? [] : [{variable, expected: line.slice(`${variable}: `.length)}]
}

function pick<Table extends SettingsTable>(values: Values<SettingsTable>, table: Table): Values<Table> {
  return Object.fromEntries(Object.keys(table).map(name => [name, values[name]])) as Values<Table> // the table's names
}
