/** `npm run generate`: writes the numbering plans into dist, for code that runs from source: tests and the dev server. */
import {mkdirSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {plansFolder, toPackageFiles} from './plans.ts'

const folder = fileURLToPath(new URL(`../../dist/${plansFolder}/`, import.meta.url))
mkdirSync(folder, {recursive: true})
for (const [name, source] of toPackageFiles()) writeFileSync(folder + name, source)
