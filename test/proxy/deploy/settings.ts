import {randomBytes} from 'node:crypto'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {formatSettings} from '../../../src/proxy/config/format-settings.ts'

/** What `contact-signup proxy --help` lists, with the variables of files. */
const known = [...formatSettings().matchAll(/^ {2}([A-Z_]+) |; or ([A-Z_]+_FILE)/gm)].map(
  ([, name, file]) => name ?? file!,
)

/** The variables that are no settings of the proxy. */
export const findUnknownSettings = (env: object): string[] => Object.keys(env).filter(name => !known.includes(name))

export interface Secrets {
  account: string
  outbox: string
}

/** Writes the files that the settings name, and returns the settings with their paths. */
export function secretFiles(env: Record<string, string>, secrets: Partial<Secrets> = {}): Record<string, string> {
  const {account = 'secret', outbox = 'postgres://signup:password@db.example.com/signup?sslmode=verify-full'} = secrets
  const contents: Record<string, string> = {
    CONTACT_ACCOUNT_SECRET_FILE: account,
    OUTBOX_FILE: outbox,
    OUTBOX_KEY_FILE: randomBytes(32).toString('base64'),
  }
  const folder = mkdtempSync(join(tmpdir(), 'signup-secrets-'))
  const names = Object.keys(env).filter(name => name.endsWith('_FILE'))
  return Object.fromEntries(
    names.map(name => {
      if (!(name in contents)) throw new Error(`no content for ${name}`)
      writeFileSync(join(folder, name), contents[name]!)
      return [name, join(folder, name)]
    }),
  )
}
