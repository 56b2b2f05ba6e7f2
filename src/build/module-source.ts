import {createHash} from 'node:crypto'

/** The source of a module whose default export is this object: JSON, without the quotes that keys can do without. */
export function toModule(value: object): string {
  return `export default ${JSON.stringify(value).replace(/(?<=[{,])"(\w+)":/g, (_quoted, key: string) => `${key}:`)}\n`
}

/** Eight hexadecimal digits that change with the content: the name of a folder that browsers may cache for ever. */
export function hashOf(sources: Iterable<string>): string {
  return createHash('sha256')
    .update([...sources].join(''))
    .digest('hex')
    .slice(0, 8)
}

/**
 * An expression that imports the module of a folder whose name is in a variable. If that fails, it tries once more, at an
 * address that is new each time: Firefox keeps a failed module as long as the page is open.
 */
export function toImport(folder: string, variable: string): string {
  const address = `./${folder}/\${${variable}}.js`
  return `import(/* @vite-ignore */ \`${address}\`)
    .catch(() => import(/* @vite-ignore */ \`${address}?\${Date.now()}\`))`
}
