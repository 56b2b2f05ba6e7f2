/**
 * Tests the built form in old versions of Chromium: `npm run test:old-browsers`. Installs them in this folder, builds the
 * package, and prints the number of passed and failed tests on a line of its own. The packages are for Linux on x64. With
 * `SCREENSHOTS=folder`, it puts pictures of the form there.
 */
import {execFileSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {runNodeTests} from '../support/runners/node-runner.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

const npm = (...args: string[]) => execFileSync('npm', args, {stdio: 'inherit'})

npm('ci', '--prefix', 'test/old-browsers')
npm('run', '--silent', 'build')

const {passed, failed} = await runNodeTests(['test/old-browsers/old-browsers.test.ts'])
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
