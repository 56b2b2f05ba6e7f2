/** How long a browser may take to ask where the file goes, and to write it. */
const keptMs = 60_000

/** Saves JSON as a file of the visitor's. A download of a blob needs no exception in a content security policy. */
export function saveFile(name: string, content: object): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], {type: 'application/ld+json'}))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), keptMs)
}
