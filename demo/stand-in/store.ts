import {mkdir, open, readFile} from 'node:fs/promises'
import {dirname} from 'node:path'

export type StoredContact = Record<string, unknown>

/** Contacts in a file, one JSON object a line, in the order of their arrival. */
export interface ContactStore {
  all(): readonly StoredContact[]
  /** Settles when the contact is on the disk. */
  add(contact: StoredContact): Promise<void>
}

export async function openStore(file: string): Promise<ContactStore> {
  await mkdir(dirname(file), {recursive: true})
  const written = await readFile(file, 'utf8').catch(() => '')
  const contacts = written
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as StoredContact) // our own lines
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
