#!/usr/bin/env node
/** The command `contact-signup`. */
import {openOutput} from './proxy/commands/output.ts'
import {hasRequiredNode} from './proxy/commands/node-version.ts'

if (hasRequiredNode('contact-signup')) {
  const [name, ...args] = process.argv.slice(2)
  if (name === 'prerender') {
    // Nothing of the proxy is loaded, whose environment is none of a page author's.
    const {runPrerender} = await import('./prerender/command/run.ts')
    process.exitCode = await runPrerender(args, {input: process.stdin, ...openOutput()})
  } else {
    const {help} = await import('./prerender/command/help.ts')
    const {runProgram} = await import('./proxy/commands/program.ts')
    await runProgram('contact-signup', process.argv.slice(2), {prerender: help})
  }
}
