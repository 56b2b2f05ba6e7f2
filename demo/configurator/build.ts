/** `npm run build:configurator -- FOLDER`: writes the configurator as static files, which any web server can serve. */
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {bundleScript, readFiles} from './files.ts'

const [folder, ...others] = process.argv.slice(2)
if (!folder || others.length > 0) {
  console.error('expected a folder: npm run build:configurator -- FOLDER')
  process.exit(2)
}
const files = readFiles().set('configurator.js', bundleScript)
for (const [name, read] of files) {
  const path = join(folder, name)
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, await read())
}
console.log(`${files.size} files in ${folder}`)
