import {ConfigurationError} from 'contact-signup/proxy/node'
import type {Backend} from './backend.ts'

/** Prints where the demo's servers listen. */
export function report(landing: string, {endpoint, contactApi}: Backend): void {
  console.log(`Landing page   ${landing}/\nProxy          ${endpoint}\nContact API    ${contactApi}/`)
  console.log(`Configurator   ${landing}/configurator/`)
}

/** A wrong setting is reported in one line; anything else with its stack. */
export function exitWithMessage(error: unknown): never {
  console.error(error instanceof ConfigurationError ? error.message : error)
  process.exit(1)
}
