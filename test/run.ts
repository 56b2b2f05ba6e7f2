/**
 * Runs every test, or the suites that are named: `npm test -- node element e2e`. Ends with the count, alone on a line.
 * The suite `engines` is that of the element, failing where one of the three browser engines is not there.
 */
import {spawnSync} from 'node:child_process'
import {globSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {runElementTests} from './support/element-runner.ts'
import {runNodeTests} from './support/node-runner.ts'
import type {Count} from './support/count.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const ofElement = globSync(process.env.ONLY ?? 'test/element/**/*.browser.ts')
const suites: Record<string, () => Promise<Count>> = {
  types: async () => passes('npx', ['tsc', '-p', '.']),
  node: () =>
    runNodeTests(globSync('test/{*,build/*,messages/*,contact/**/*,proxy/**/*,chaos/**/*,element/**/*}.test.ts')),
  element: () => runElementTests(ofElement),
  e2e: () => runNodeTests(globSync('test/e2e/**/*.test.ts')),
  engines: () => runElementTests(ofElement, {required: true}),
}
const usual = ['types', 'node', 'element', 'e2e']

const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !(name in suites))
if (unknown.length > 0)
  throw new Error(`unknown suite ${unknown.join(', ')}, expected any of: ${Object.keys(suites).join(', ')}`)

const total = {passed: 0, failed: 0, skipped: 0}
const notes: string[] = []
if (spawnSync('npm', ['run', '--silent', 'build'], {stdio: 'inherit', shell: true}).status !== 0) total.failed += 1
else
  for (const name of wanted.length > 0 ? wanted : usual) {
    console.log(`\n${name}`)
    const count = await suites[name]!()
    if (count.passed + count.failed === 0) count.failed = 1 // a suite that ran nothing has not passed
    total.passed += count.passed
    total.failed += count.failed
    total.skipped += count.skipped ?? 0
    notes.push(...(count.notes ?? []))
  }
if (notes.length > 0) console.log(`\n${notes.join('\n')}`)
if (total.skipped > 0)
  console.log(`\n${total.skipped} skipped: what they need is not on this machine or not in an engine, see above`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)

function passes(command: string, args: string[]): Count {
  const {status} = spawnSync(command, args, {stdio: 'inherit', shell: true})
  return status === 0 ? {passed: 1, failed: 0} : {passed: 0, failed: 1}
}
