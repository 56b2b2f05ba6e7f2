#!/usr/bin/env node
/** The command `contact-signup-proxy`: without arguments it is `contact-signup proxy`. */
import {runProgram} from './commands/program.ts'

const args = process.argv.slice(2)
await runProgram('contact-signup-proxy', args.length > 0 ? args : ['proxy'])
