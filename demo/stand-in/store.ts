import {mkdir, open, readFile} from 'node:fs/promises'
import {dirname} from 'node:path'

export type StoredContact = Record<string, unknown>

/** Contacts in a file, one JSON object per line, oldest first. */
export interface ContactStore {
  all(): readonly StoredContact[]
  /** Resolves when the contact is on disk. */
  add(contact: StoredContact): Promise<void>
}

/** Opens the file, creating it if it is missing. */
export async function openStore(file: string): Promise<ContactStore> {
  await mkdir(dirname(file), {recursive: true})
  const lines = await readFile(file, 'utf8').catch(() => '')
  const contacts = lines
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as StoredContact) // written by `add`
  const handle = await open(file, 'a')
  return {
    all: () => contacts,
    async add(contact) {
      await handle.appendFile(JSON.stringify(contact) + '\n')
      await handle.datasync()
      contacts.push(contact)
    },
  }
}
