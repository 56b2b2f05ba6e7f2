/**
 * Runs every test, or the suites that are named: `npm test -- node element e2e`. Ends with the count, alone on a line.
 * The suite `engines` is `element` in all three browser engines, and fails if one of them is missing.
 */
import {spawnSync} from 'node:child_process'
import {globSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {findBrowser} from './support/browsers/browser.ts'
import type {Count} from './support/runners/count.ts'
import type {runElementTests as Run} from './support/runners/element-runner.ts'
import {runNodeTests} from './support/runners/node-runner.ts'
import {isInstalled as hasRuntimes} from './runtimes/support/runtimes.ts'
import {isInstalled as hasWordPress} from './wordpress/support/wordpress.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const elementFiles = globSync(process.env.ONLY ?? 'test/element/**/*.browser.ts')
/** Hundreds of states that engines lay out and expose alike; CI tries them in every engine. */
const once = process.env.CI ? undefined : /(?:text-overflow|accessibility|random-hydration)\.browser\.ts$/
/** Imported once the build is there: its proxy needs the numbering plans. */
const runElementTests: typeof Run = async (...args) =>
  (await import('./support/runners/element-runner.ts')).runElementTests(...args)

const suites: Record<string, () => Promise<Count>> = {
  lint: async () => check('npx oxlint --deny-warnings'),
  format: async () => check('npx prettier --check . --log-level warn'),
  types: async () => check('npx tsc -p .'),
  node: () =>
    runNodeTests(
      globSync(
        'test/{*,build/*,messages/*,prerender/*,react/*,contact/**/*,proxy/**/*,chaos/**/*,demo/**/*,element/**/*}.test.ts',
      ),
    ),
  element: () => runElementTests(elementFiles, {once}),
  e2e: () => runNodeTests(globSync('test/e2e/**/*.test.ts')),
  runtimes: async () => ({
    ...(await runNodeTests(globSync('test/runtimes/*.test.ts'))),
    notes: noteMissing('Deno and Bun', hasRuntimes(), 'test:runtimes'),
  }),
  wordpress: async () => ({
    ...(await runNodeTests(globSync('test/wordpress/*.test.ts'))),
    notes: noteMissing('WordPress', hasWordPress(), 'test:wordpress'),
  }),
  engines: () => runElementTests(elementFiles, {required: true}),
}
const defaultSuites = ['lint', 'format', 'types', 'node', 'element', 'e2e', 'runtimes', 'wordpress']

const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !(name in suites))
if (unknown.length > 0)
  throw new Error(`unknown suite ${unknown.join(', ')}, expected one of: ${Object.keys(suites).join(', ')}`)

const total = {passed: 0, failed: 0, skipped: 0}
const notes: string[] = []
const failures: string[] = []
if (!run('npm run --silent build')) total.failed += 1
else {
  await findBrowser().catch(() => {}) // unpacks it once, before test files do so beside one another
  for (const name of wanted.length > 0 ? wanted : defaultSuites) {
    console.log(`\n${name}`)
    const start = performance.now()
    const count = await suites[name]!()
    if (count.passed + count.failed + (count.skipped ?? 0) === 0) count.failed = 1 // a suite of no tests has not passed
    total.passed += count.passed
    total.failed += count.failed
    total.skipped += count.skipped ?? 0
    failures.push(...(count.failures ?? []))
    notes.push(`${name}: ${Math.round((performance.now() - start) / 1000)} s`, ...(count.notes ?? []))
  }
}
console.log(`\n${notes.join('\n')}`)
if (total.skipped > 0)
  console.log(`\n${total.skipped} skipped, because this machine or an engine lacks what they need: see above`)
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)

function noteMissing(what: string, isInstalled: boolean, script: string): string[] {
  return isInstalled ? [] : [`${what}: not on this machine (npm run ${script} installs it)`]
}

/** One command, counted as one test. */
function check(command: string): Count {
  return run(command) ? {passed: 1, failed: 0} : {passed: 0, failed: 1}
}

function run(command: string): boolean {
  return spawnSync(command, {stdio: 'inherit', shell: true}).status === 0
}
