#!/usr/bin/env node
/** The command `contact-signup`. */
import {runProgram} from './proxy/commands/program.ts'

await runProgram('contact-signup', process.argv.slice(2))
