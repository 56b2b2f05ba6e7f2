/** As in a tsconfig.json: patterns of module names, each with at most one `*`, and the files that they mean. */
export type Paths = Readonly<Record<string, readonly string[]>>

/** The first file of the first pattern that matches; undefined if none does. */
export function toSourcePath(specifier: string, paths: Paths): string | undefined {
  for (const [pattern, [file]] of Object.entries(paths)) {
    const [before, after] = pattern.split('*') as [string, string?]
    if (after === undefined ? specifier !== pattern : !specifier.startsWith(before) || !specifier.endsWith(after))
      continue
    return file?.replace('*', specifier.slice(before.length, specifier.length - (after?.length ?? 0)))
  }
  return undefined
}
