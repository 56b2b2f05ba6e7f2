/** `npm run docs`: writes the documentation into dist/docs, as a static site. It needs the build. */
import {fileURLToPath} from 'node:url'
import {buildDocs} from './docs/build-docs.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
await buildDocs('dist/docs')
