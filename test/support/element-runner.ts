import {esbuildPlugin} from '@web/dev-server-esbuild'
import {defaultReporter, startTestRunner, type TestSuiteResult} from '@web/test-runner'
import {chromeLauncher} from '@web/test-runner-chrome'
import {findBrowser} from './browser.ts'
import type {Count} from './count.ts'
import {createSignupMiddleware} from './signup-middleware.ts'

/** Runs files in a real browser against the real proxy, which the test server answers at /api/signup. */
export async function runElementTests(files: string[]): Promise<Count> {
  const {executablePath, args} = await findBrowser()
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
      // One page at a time: only a page in front has focus.
      concurrency: 1,
      browsers: [chromeLauncher({launchOptions: {executablePath, args}})],
      testFramework: {config: {ui: 'tdd', timeout: '10000'}},
      testsFinishTimeout: 180_000,
      reporters: [defaultReporter({reportTestResults: true, reportTestProgress: false})],
    },
  })
  if (!runner) return {passed: 0, failed: 1}
  await new Promise(resolve => runner.on('finished', resolve))
  const count: Count = {passed: 0, failed: 0}
  for (const {testResults, errors} of runner.sessions.all()) {
    if (testResults) add(count, testResults)
    count.failed += errors.length
  }
  await runner.stop()
  return count
}

function add(count: Count, {tests, suites}: TestSuiteResult): void {
  for (const test of tests) count[test.passed ? 'passed' : 'failed'] += 1
  for (const suite of suites) add(count, suite)
}
