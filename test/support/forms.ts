import {randomUUID} from 'node:crypto'
import {mkdtempSync, renameSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {startCommand, type Command} from './command.ts'
import {startContactApi, type ContactApi} from './contact-api.ts'
import {until} from './outbox.ts'

/** A proxy with a file of forms in front of one contact API for each account. */
export interface FormsProxy {
  command: Command
  folder: string
  /** Replaces the file as editors do: by another one of the same name. */
  write(forms: object | string): void
  /** The events of the log, with this name. */
  events(name: string): Record<string, unknown>[]
  /** Resolves when there are so many of them. */
  seen(name: string, count?: number): Promise<Record<string, unknown>>
  post(path: string, contact: object, headers?: Record<string, string>): Promise<Response>
  /** Stops the proxy. */
  stop(): Promise<number>
}

/** Writes a file of forms, and the secret of each account: `NAME-secret` in the file `NAME`. */
export function createFormsFolder(accounts: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'signup-forms-'))
  for (const account of accounts) writeFileSync(join(folder, account), `${account}-secret`)
  const file = join(folder, 'forms.json')
  const write = (forms: object | string) => {
    writeFileSync(`${file}.new`, typeof forms === 'string' ? forms : JSON.stringify(forms))
    renameSync(`${file}.new`, file)
  }
  return {folder, file, write}
}

export async function startForms(
  forms: object,
  env: Record<string, string>,
  {folder, file, write}: ReturnType<typeof createFormsFolder>,
): Promise<FormsProxy> {
  write(forms)
  const command = await startCommand({FORMS_FILE: file, PORT: '0', RATE_LIMIT_ADDRESS: 'off', ...env})
  const events = (name: string) =>
    command
      .output()
      .split('\n')
      .filter(line => line.includes(`"event":"${name}"`))
      .map(line => JSON.parse(line) as Record<string, unknown>)
  return {
    command,
    folder,
    write,
    events,
    seen: (name, count = 1) => until(`the event ${name}`, () => events(name)[count - 1]),
    post: (path, contact, headers) => postTo(command.address + path, contact, headers),
    stop: () => command.stop(),
  }
}

export function postTo(url: string, contact: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers},
    body: JSON.stringify(contact),
  })
}

/** The e-mail addresses that an API got, and the accounts and secrets with which. */
export function deliveriesTo({requests}: ContactApi) {
  return requests.map(({path, headers, body}) => [
    /account\/(\w+)/.exec(path)?.[1],
    String(headers.authorization).replace('Token token=', ''),
    body.email,
  ])
}

export const startApis = async (): Promise<[ContactApi, ContactApi]> => [
  await startContactApi(),
  await startContactApi(),
]
