import {closestMatch} from 'leven'
import type * as z from 'zod/mini'
import {formSchema, formsSchema, type FormEntry} from './form-schema.ts'
import * as kinds from './kinds.ts'
import type {ProxyOptions} from './options.ts'
import {proxySettings} from './settings.ts'

/** A form of the file, with all options of its proxy. */
export interface FormConfiguration {
  path: string
  options: ProxyOptions
}

/** What the forms depend on besides the file. */
export interface FormsContext {
  /** The settings of the environment, as far as they are there. */
  environment: Partial<ProxyOptions>
  /** Paths that the server itself serves. */
  reservedPaths: readonly string[]
  /** Whether the server is open to the network. */
  isOpen: boolean
  /** Whether several processes count together for the rate limits. */
  sharesLimits: boolean
  /** Reads a file that a form names; undefined if that fails. */
  readSecret(file: string): string | undefined
}

const maxForms = 100
/** The path is part of the names under which shared limits count. */
const maxPathLength = 128

/** Validates what the content of the file says about each form by itself. Returns a line for each error. */
export function toFormEntries(input: unknown): {entries: Record<string, FormEntry>; lines: string[]} {
  const parsed = formsSchema.safeParse(input)
  if (!parsed.success) return {entries: {}, lines: [...new Set(parsed.error.issues.flatMap(toLines))]}
  const {$schema: _schema, ...entries} = parsed.data
  return {entries: entries as Record<string, FormEntry>, lines: []} // the rest of the object has the catch-all's type
}

/** Validates the content of the file, and completes each form. Returns a line for each error, which names the form. */
export function toForms(input: unknown, context: FormsContext): {forms: FormConfiguration[]; lines: string[]} {
  const {entries, lines: entryLines} = toFormEntries(input)
  if (entryLines.length > 0) return {forms: [], lines: entryLines}
  const found = Object.entries(entries)
  const paths = found.map(([path]) => path)
  const completed = found.map(([path, entry]) => completeForm(path, entry, context))
  const forms = completed.flatMap(({form}) => form ?? [])
  const lines = [
    ...checkPaths(paths, context.reservedPaths),
    ...completed.flatMap(form => form.lines),
    ...forms.flatMap(form => checkForm(form, paths, context)),
  ]
  return {forms, lines}
}

/** A path or a name as the file has it, on one line. */
const toPrintable = (name: string): string =>
  /^[\w$./~-]{1,128}$/.test(name) ? name : JSON.stringify(name).slice(0, 130)

function toLines({code, path, message, ...issue}: z.core.$ZodIssue): string[] {
  const [form, name] = path.map(String)
  if (form === undefined) return ['expected an object of forms by their paths']
  if (name === undefined && code === 'unrecognized_keys')
    return (issue as {keys: string[]}).keys.map(key => `${toPrintable(form)}: ${toUnknown(key)}`) // of this code
  if (form === '$schema') return ['$schema: expected a text']
  if (name === undefined) return [`${toPrintable(form)}: expected an object with the settings of the form`]
  return [`${toPrintable(form)}: ${name}: ${message.startsWith('expected') ? message : toExpected(name)}`]
}

const names = Object.keys(formSchema.shape)

function toUnknown(name: string): string {
  if (name === 'accountSecret') return 'accountSecret: expected accountSecretFile, a secret is in a file of its own'
  const nearest = closestMatch(name, names, {maxDistance: Math.max(2, Math.floor(name.length / 4))})
  return nearest
    ? `${toPrintable(name)}: unknown, ${nearest} is probably meant`
    : `${toPrintable(name)}: unknown, expected one of ${names.join(', ')}`
}

/** What a property expects, for a value of another type. */
function toExpected(name: string): string {
  const schema = formSchema.shape[name as keyof typeof formSchema.shape] as z.ZodMiniType | undefined
  for (const example of ['\0', ['\0'], -1]) {
    const message = schema?.safeParse(example).error?.issues[0]?.message
    if (message?.startsWith('expected')) return Array.isArray(example) ? `${message}, in a list` : message
  }
  return 'expected another type'
}

function checkPaths(paths: readonly string[], reservedPaths: readonly string[]): string[] {
  if (paths.length === 0) return ['expected at least one form']
  if (paths.length > maxForms) return [`expected ${maxForms} forms at the most`]
  return paths.flatMap(path => {
    if (!kinds.isPath(path) || path.length > maxPathLength)
      return `${toPrintable(path)}: expected a path such as /api/signup, without query, dot segments or trailing slash`
    return reservedPaths.includes(path) ? `${path}: expected another path than ${reservedPaths.join(', ')}` : []
  })
}

/** Settings that belong to an account: a form with an account of its own does not take those of the environment's. */
const settingsOfAccount = [
  'accountId',
  'accountSecret',
  'allowedLists',
  'allowedTags',
  'allowedFields',
  'emailValidation',
]

function completeForm(
  path: string,
  entry: FormEntry,
  context: FormsContext,
): {form?: FormConfiguration; lines: string[]} {
  const {accountSecretFile, emailValidation, ...named} = entry
  const hasAccount = entry.accountId !== undefined || accountSecretFile !== undefined
  const inherited = Object.entries(context.environment).filter(
    ([name]) => name !== 'path' && !(hasAccount && settingsOfAccount.includes(name)),
  )
  const secret = accountSecretFile === undefined ? undefined : context.readSecret(accountSecretFile)
  const options: Partial<ProxyOptions> = {
    ...Object.fromEntries(inherited),
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
    ...(accountSecretFile !== undefined && {accountSecret: secret}),
    ...(emailValidation !== undefined && {emailValidation: emailValidation || undefined}),
    path,
  }
  const lines = checkAccount(entry, options).map(line => `${toPrintable(path)}: ${line}`)
  return lines.length > 0 ? {lines} : {form: {path, options: options as ProxyOptions}, lines} // nothing required is missing
}

/** An account is an id and a secret, and belongs to one API: nothing of it comes from elsewhere. */
function checkAccount({accountId, accountSecretFile, url}: FormEntry, options: Partial<ProxyOptions>): string[] {
  const lines: string[] = []
  if (options.url === undefined) lines.push('url: missing, expected an https URL where there is no CONTACT_API_URL')
  if (accountSecretFile !== undefined) {
    if (options.accountSecret === undefined)
      lines.push('accountSecretFile: expected a readable file that holds the secret of the account')
    else if (!proxySettings.accountSecret.option.safeParse(options.accountSecret).success)
      lines.push('accountSecretFile: the file can be read, expected visible ASCII characters without spaces in it')
    if (accountId === undefined) lines.push('accountId: missing, expected together with accountSecretFile')
  } else if (accountId !== undefined) lines.push('accountSecretFile: missing, expected together with accountId')
  else if (url !== undefined)
    lines.push('accountId: missing, expected together with accountSecretFile where url is set')
  else if (options.accountId === undefined)
    lines.push('accountId: missing, expected together with accountSecretFile where there is no CONTACT_ACCOUNT_ID')
  return lines
}

/** Finds settings of a form that do not fit together, or not with those of the server or of the other forms. */
function checkForm({path, options}: FormConfiguration, paths: readonly string[], context: FormsContext): string[] {
  const {rateLimitAddress, rateLimitPerson, rateLimitTotal, proofOfWork, proofOfWorkKey} = options
  const lines: string[] = []
  if (context.isOpen && [rateLimitAddress, rateLimitPerson, rateLimitTotal].every(rate => rate === 'off'))
    lines.push('rateLimitTotal: expected a limit where HOST is open to the network and the other limits are off')
  if (proofOfWork && context.sharesLimits && proofOfWorkKey === undefined)
    lines.push('proofOfWork: expected a PROOF_OF_WORK_KEY where RATE_LIMIT_STORE is outbox')
  if (proofOfWork && paths.includes(`${path}/challenge`))
    lines.push(`proofOfWork: expected false, its challenges would have the path of the form ${path}/challenge`)
  return lines.map(line => `${path}: ${line}`)
}
