import {findAccountConflicts, findConflicts, findForwardingError, type Conflict} from './conflicts.ts'
import {ConfigurationError, withoutConsequences, type Environment, type VariableError} from './configuration-error.ts'
import {parseVariables, type Values} from './environment.ts'
import type {FormConfiguration} from './forms.ts'
import {readFormsFile} from './forms-file.ts'
import {isLoopback} from './loopback.ts'
import type {ProxyOptions} from './options.ts'
import {readSecretFiles, tryToRead} from './secret-file.ts'
import type {SettingsTable} from './setting.ts'
import {outboxSettings, proxySettings, serverSettings} from './settings.ts'
import {findMisspelt, toMisspeltLine} from './unknown-variables.ts'

/**
 * Reads everything that the environment configures, secrets in files too. Throws one `ConfigurationError` with every error:
 * of single variables, of variables that do not fit together, and then also of misspelt ones.
 * @param reservedPaths that the server itself serves
 */
export function readConfiguration(env: Environment, reservedPaths: readonly string[]) {
  const {values, lines, readForms} = checkConfiguration(env, reservedPaths)
  if (lines.length > 0) throw new ConfigurationError([...lines, ...findMisspelt(env).map(toMisspeltLine)])
  const complete = values as Values<typeof everySetting> // no variable was refused
  return {
    options: pick(complete, proxySettings) as ProxyOptions, // without an error, every required option has a value
    outbox: pick(complete, outboxSettings),
    server: pick(complete, serverSettings),
    /** Reads the forms of `FORMS_FILE`, at any time; undefined without that variable. */
    readForms,
  }
}

/** The same, but returns the errors: a line each, and the names of the refused variables, which may have no value. */
export function checkConfiguration(env: Environment, reservedPaths: readonly string[]) {
  const files = readSecretFiles(withProxyVariables(env), everySetting)
  const {values, errors} = parseVariables(everySetting, files.env)
  const hasForms = values.formsFile !== undefined
  const isMissing = ({variables}: VariableError) => variables.every(variable => !files.env[variable]?.trim())
  const refused = [...files.errors, ...errors.filter(error => !(hasForms && isMissing(error)))]
  const conflicts = [
    ...findForwarding(values),
    ...findConflicts(values, reservedPaths),
    ...(hasForms ? findAccountConflicts(values) : []),
  ]
  for (const {variable, expected} of conflicts) refused.push({variables: [variable], line: `${variable}: ${expected}`})
  const readForms = hasForms ? createFormsReader(values, env, reservedPaths) : undefined
  const formLines = refused.length === 0 ? (readForms?.().lines ?? []) : [] // forms depend on what is refused
  return {
    values,
    refused: new Set(refused.flatMap(({variables}) => variables)),
    lines: [...withoutConsequences(refused), ...formLines],
    readForms,
  }
}

/** The forms that a file has now; none if a line says what is wrong with it. */
export interface ReadForms {
  forms: FormConfiguration[]
  lines: string[]
  /** What must be read again when it changes. */
  files: string[]
}

/** The environment is read once, but for the secret of its account if that is in a file. */
function createFormsReader(
  {formsFile, host, rateLimitStore, ...values}: Partial<Values<typeof everySetting>>,
  {CONTACT_ACCOUNT_SECRET_FILE: secretFile}: Environment,
  reservedPaths: readonly string[],
): () => ReadForms {
  const options = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => name in proxySettings && value !== undefined),
  ) as Partial<ProxyOptions> // of the table
  const context = {
    reservedPaths,
    isOpen: host !== undefined && !isLoopback(host),
    sharesLimits: rateLimitStore === 'outbox',
  }
  return () => {
    if (!secretFile?.trim()) return readFormsFile(formsFile!, {...context, environment: options})
    const accountSecret = tryToRead(secretFile) ?? ''
    const {forms, lines, files} = readFormsFile(formsFile!, {...context, environment: {...options, accountSecret}})
    const isValid = proxySettings.accountSecret.option.safeParse(accountSecret).success
    const invalid = 'CONTACT_ACCOUNT_SECRET_FILE: expected a readable file that holds the secret of the account'
    return {forms: isValid ? forms : [], lines: isValid ? lines : [invalid, ...lines], files: [...files, secretFile]}
  }
}

/** Programs read the variables of proxies in lower case too. */
function withProxyVariables(env: Environment): Environment {
  return {HTTPS_PROXY: env.https_proxy, NO_PROXY: env.no_proxy, ...env}
}

const everySetting = {...proxySettings, ...outboxSettings, ...serverSettings}

function findForwarding(options: Parameters<typeof findForwardingError>[0]): Conflict[] {
  const variable = proxySettings.trustedProxies.variable!
  const line = findForwardingError(options, option => proxySettings[option].variable!)
  return line === undefined ? [] : [{variable, expected: line.slice(`${variable}: `.length)}]
}

function pick<Table extends SettingsTable>(values: Values<SettingsTable>, table: Table): Values<Table> {
  return Object.fromEntries(Object.keys(table).map(name => [name, values[name]])) as Values<Table> // the table's names
}
