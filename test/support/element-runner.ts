import {esbuildPlugin} from '@web/dev-server-esbuild'
import {
  defaultReporter,
  startTestRunner,
  type BrowserLauncher,
  type TestRunner,
  type TestSuiteResult,
} from '@web/test-runner'
import type {Count} from './count.ts'
import {findEngines} from './engines.ts'
import {createSignupMiddleware} from './signup-middleware.ts'

/**
 * Runs files in every engine of this machine, against the real proxy, which the test server answers at /api/signup.
 * @param required whether a machine that lacks one of them has failed; else `ENGINE=Firefox` may choose one
 */
export async function runElementTests(files: string[], {required = false} = {}): Promise<Count> {
  const {ENGINE} = process.env
  const engines = (await findEngines()).filter(({name}) => required || !ENGINE || ENGINE === name)
  const missing = engines
    .filter(({launcher}) => !launcher)
    .map(({name, install}) => `${name}: not on this machine (${install})`)
  for (const line of missing) console.log(line)
  if (required && missing.length > 0) return {passed: 0, failed: missing.length, notes: missing}
  const browsers = engines.flatMap(({launcher}) => launcher ?? [])
  const runner = await run(files, browsers)
  if (!runner) return {passed: 0, failed: 1}
  const counts = browsers.map(browser => countOf(runner, browser))
  await runner.stop()
  const sum = (of: 'passed' | 'failed' | 'skipped') => counts.reduce((total, count) => total + count[of], 0)
  const notes = counts.map(
    ({name, passed, failed, skipped}) => `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
  )
  return {passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), notes: [...notes, ...missing]}
}

async function run(files: string[], browsers: BrowserLauncher[]): Promise<TestRunner | undefined> {
  const runner = await startTestRunner({
    autoExitProcess: false,
    readCliArgs: false,
    readFileConfig: false,
    config: {
      files,
      rootDir: process.cwd(),
      nodeResolve: {exportConditions: ['browser', 'development']},
      plugins: [esbuildPlugin({ts: true, target: 'es2022', tsconfig: './tsconfig.json'})],
      middleware: [await createSignupMiddleware()],
      // One page at a time, since only one in front has focus; and one browser, since /received is of one at a time.
      concurrency: 1,
      concurrentBrowsers: 1,
      browsers,
      testFramework: {config: {ui: 'tdd', timeout: '30000'}},
      testsFinishTimeout: 300_000,
      reporters: [defaultReporter({reportTestResults: true, reportTestProgress: false})],
    },
  })
  if (runner) await new Promise(resolve => runner.on('finished', resolve))
  return runner
}

interface EngineCount {
  name: string
  passed: number
  failed: number
  skipped: number
}

/** A file that an engine could not even load has failed, whatever its tests are. */
function countOf({sessions}: TestRunner, browser: BrowserLauncher): EngineCount {
  const count = {name: browser.name, passed: 0, failed: 0, skipped: 0}
  for (const {testResults, errors} of sessions.forBrowser(browser)) {
    if (testResults) add(count, testResults)
    count.failed += testResults ? errors.length : Math.max(1, errors.length)
  }
  return count
}

function add(count: EngineCount, {name, tests, suites}: TestSuiteResult): void {
  for (const test of tests) {
    if (test.skipped) console.log(`${count.name} skipped: ${name} ${test.name}`)
    count[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1
  }
  for (const suite of suites) add(count, suite)
}
