#!/usr/bin/env node
/** The command `contact-signup-proxy`: without the name of a command it is `contact-signup proxy`. */
import {hasRequiredNode} from './commands/node-version.ts'

if (hasRequiredNode('contact-signup-proxy')) {
  const {runProgram} = await import('./commands/program.ts')
  const args = process.argv.slice(2)
  await runProgram('contact-signup-proxy', args.length === 0 || args[0] === '--demo' ? ['proxy', ...args] : args)
}
