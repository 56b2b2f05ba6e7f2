import {cpSync} from 'node:fs'
import {join} from 'node:path'

/** The folder of the routes in a project with each framework. */
const routes = {next: 'app', sveltekit: 'src/routes'} as const
export const functionFrameworks = Object.keys(routes) as (keyof typeof routes)[]

const examples = join(import.meta.dirname, '../../../demo/functions')

/** Copies the documented functions into an app: its own routes have the folder `api`, so theirs is `functions`. */
export function addFunctions(framework: string, app: string): void {
  if (framework !== 'next' && framework !== 'sveltekit') return
  cpSync(join(examples, 'lib'), join(app, 'lib'), {recursive: true})
  cpSync(join(examples, routes[framework], 'api'), join(app, routes[framework], 'functions'), {recursive: true})
}
