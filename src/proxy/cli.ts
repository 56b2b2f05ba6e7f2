#!/usr/bin/env node
/** The command `contact-signup-proxy`: without arguments it is `contact-signup proxy`. */
import {hasRequiredNode} from './commands/node-version.ts'

if (hasRequiredNode('contact-signup-proxy')) {
  const {runProgram} = await import('./commands/program.ts')
  const args = process.argv.slice(2)
  await runProgram('contact-signup-proxy', args.length > 0 ? args : ['proxy'])
}
