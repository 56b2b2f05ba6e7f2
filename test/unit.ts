/**
 * Runs the tests of code that needs no build, browser, database or second process: `npm run test:unit`. With `--watch`
 * it runs them again as files change.
 */
import {globSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {runNodeTests} from './support/runners/node-runner.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const files = globSync(
  [
    'test/{architecture,messages}.test.ts',
    'test/{build,contact,messages,prerender,react}/*.test.ts',
    'test/{demo,element,proxy}/**/*.test.ts',
  ],
  {
    exclude: [
      'test/contact/agreement.test.ts', // tries every kind of number, which takes longer than all the others
      'test/proxy/{cli,commands,demo,deploy,log,node,operations,shared-limits}.test.ts',
      'test/proxy/server/alerts.test.ts',
      'test/proxy/{attacks,deploy,functions,fuzz}/**',
      'test/proxy/commands/{audit,backup,check,leads,migrate,missing}.test.ts',
      'test/proxy/tracing/{personal-data,process}.test.ts',
      'test/proxy/worker/**',
      'test/proxy/outbox/{delivery,durable-object,file,migration,postgres,postgres-connections,process,sqlite,without-sqlite}.test.ts',
    ],
  },
)

const {passed, failed} = await runNodeTests(files, {
  execArgv: ['--import', './src/build/from-source.ts'],
  watch: process.argv.includes('--watch'),
})
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
