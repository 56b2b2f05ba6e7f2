/**
 * Tests the built package in React, Vue, Svelte and Angular, and on the servers of Next.js, Astro, SvelteKit and Nuxt:
 * `npm run test:frameworks`. Installs them in this folder, builds the package and an app with each, and prints the number
 * of passed and failed tests on a line of its own.
 */
import {execFileSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {runNodeTests} from '../support/runners/node-runner.ts'
import {buildApp, frameworks} from './support/apps.ts'
import {installPackage} from './support/package.ts'
import {buildServer, serverFrameworks} from './support/servers.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

const npm = (...args: string[]) => execFileSync('npm', args, {stdio: 'inherit', shell: process.platform === 'win32'})

npm('ci', '--prefix', 'test/frameworks')
npm('run', '--silent', 'build')
installPackage()
for (const framework of frameworks) buildApp(framework)
for (const framework of serverFrameworks) buildServer(framework)

const {passed, failed} = await runNodeTests(
  ['readme', 'types', 'pages', 'servers', 'functions'].map(name => `test/frameworks/${name}.test.ts`),
)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
