import {readFile} from 'node:fs/promises'
import {buffer} from 'node:stream/consumers'
import {CommandError} from './command-error.ts'

export type Input = AsyncIterable<Uint8Array>

/**
 * Reads a file of UTF-8, with its byte order mark. Throws a `CommandError` that names it.
 * @param input what the name `-` means; without it, a file
 */
export async function readText(path: string, input?: Input): Promise<string> {
  const bytes =
    path === '-' && input ? await buffer(input) : await readFile(path).catch(error => failToRead(path, error))
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    return fail(path, 'expected UTF-8') // what else it is, would be damaged
  }
}

/** @param path of the file that is at fault, or `-` */
export function fail(path: string, problem: string): never {
  throw new CommandError(`${path === '-' ? 'input' : path}: ${problem}`, 1)
}

function failToRead(path: string, {code, message}: NodeJS.ErrnoException): never {
  if (code === 'ENOENT') return fail(path, 'no such file')
  return fail(path, code === 'EISDIR' ? 'expected a file, this is a folder' : message)
}
