/**
 * Tests the built package on Deno and Bun: `npm run test:runtimes`. Installs both in this folder (200 MB), builds the
 * package, and prints the number of passed and failed tests on a line of its own.
 */
import {execFileSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {runNodeTests} from '../support/runners/node-runner.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

const npm = (...args: string[]) => execFileSync('npm', args, {stdio: 'inherit', shell: process.platform === 'win32'})

npm('ci', '--ignore-scripts', '--prefix', 'test/runtimes')
npm('run', '--silent', 'build')

const {passed, failed} = await runNodeTests(['test/runtimes/runtimes.test.ts'])
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
