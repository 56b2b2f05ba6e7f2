import {statSync} from 'node:fs'

/** Container runtimes replace links, which file events do not report, so the files are polled. */
const pollIntervalMs = 1_000

/**
 * Calls `onChange` when a file has changed and then stayed the same for one interval: a file that is being written is not
 * read. `onChange` reads the files, and returns those to follow from then on.
 * @returns stops following
 */
export function followFiles(files: readonly string[], onChange: () => readonly string[]): () => void {
  let followed = files
  let known: string | undefined = toSignature(followed)
  let last = known
  const timer = setInterval(() => {
    const found = toSignature(followed)
    if (found !== known && found === last) {
      const next = onChange()
      known = next.join() === followed.join() ? found : undefined // a new file may have changed while it was read
      followed = next
    }
    last = toSignature(followed)
  }, pollIntervalMs).unref()
  return () => clearInterval(timer)
}

/** What differs between two versions of a file, also if both have one size and were written within one second. */
function toSignature(files: readonly string[]): string {
  return files.map(toFileSignature).join('\n')
}

/** Throws nothing, because a file of forms may name any file. `onChange` reports one that cannot be read. */
function toFileSignature(file: string): string {
  try {
    const stat = statSync(file, {bigint: true})
    return `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`
  } catch (error) {
    return String((error as {code?: unknown}).code) // reading a property is safe on any thrown value
  }
}
