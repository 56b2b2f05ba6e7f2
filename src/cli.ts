#!/usr/bin/env node
/** The command `contact-signup`. */
import {hasRequiredNode} from './proxy/commands/node-version.ts'

if (hasRequiredNode('contact-signup')) {
  const {runProgram} = await import('./proxy/commands/program.ts')
  await runProgram('contact-signup', process.argv.slice(2))
}
