import {availableParallelism} from 'node:os'
import {relative} from 'node:path'
import {esbuildPlugin} from '@web/dev-server-esbuild'
import {
  defaultReporter,
  startTestRunner,
  type BrowserLauncher,
  type TestRunner,
  type TestSuiteResult,
} from '@web/test-runner'
import type {Count} from './count.ts'
import {findEngines} from '../browsers/engines.ts'
import {receiptCommand} from '../evidence/receipt-command.ts'
import {createSignupMiddleware} from '../servers/signup-middleware.ts'

interface Options {
  /** Whether a machine that lacks an engine has failed; else `ENGINE=Firefox` may choose one. */
  required?: boolean
  /** Files that run in the first engine only. */
  once?: RegExp
}

/** Runs files in every engine of this machine, against the real proxy. */
export async function runElementTests(files: string[], {required = false, once}: Options = {}): Promise<Count> {
  const {ENGINE} = process.env
  const engines = (await findEngines()).filter(({name}) => required || !ENGINE || ENGINE === name)
  const missing = engines
    .filter(({launcher}) => !launcher)
    .map(({name, install}) => `${name}: not on this machine (${install})`)
  for (const line of missing) console.log(line)
  if (required && missing.length > 0) return {passed: 0, failed: missing.length, notes: missing}
  const browsers = engines.flatMap(({launcher}) => launcher ?? [])
  const runner = await run(toGroups(files, browsers, once), browsers)
  if (!runner) return {passed: 0, failed: 1}
  const counts = browsers.map(browser => countOf(runner, browser))
  await runner.stop()
  const sum = (of: 'passed' | 'failed' | 'skipped') => counts.reduce((total, count) => total + count[of], 0)
  const notes = counts.map(
    ({name, passed, failed, skipped}) => `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
  )
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: counts.flatMap(({failures}) => failures),
    notes: [...notes, ...missing],
  }
}

interface Group {
  name: string
  files: string[]
  browsers: BrowserLauncher[]
}

function toGroups(files: string[], browsers: BrowserLauncher[], once: RegExp | undefined): Group[] {
  const inOne = files.filter(file => once?.test(file))
  const groups = [
    {name: 'in every engine', files: files.filter(file => !inOne.includes(file)), browsers},
    {name: 'in one engine', files: inOne, browsers: browsers.slice(0, 1)},
  ]
  return groups.filter(({files, browsers}) => files.length > 0 && browsers.length > 0)
}

async function run(groups: Group[], browsers: BrowserLauncher[]): Promise<TestRunner | undefined> {
  const runner = await startTestRunner({
    autoExitProcess: false,
    readCliArgs: false,
    readFileConfig: false,
    config: {
      groups,
      rootDir: process.cwd(),
      nodeResolve: {exportConditions: ['browser', 'development']},
      plugins: [esbuildPlugin({ts: true, target: 'es2022', tsconfig: './tsconfig.json'}), receiptCommand],
      middleware: [createSignupMiddleware()],
      concurrency: 1, // page of a browser: only the one in front has the focus
      concurrentBrowsers: availableParallelism(),
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
  failures: string[]
}

/** A file that an engine could not load counts as failed: its tests are not known. */
function countOf({sessions}: TestRunner, browser: BrowserLauncher): EngineCount {
  const count: EngineCount = {name: browser.name, passed: 0, failed: 0, skipped: 0, failures: []}
  for (const {testResults, testFile, errors} of sessions.forBrowser(browser)) {
    const file = `${browser.name}, ${relative(process.cwd(), testFile ?? '')}`
    if (testResults) add(count, testResults, file)
    const failed = testResults ? errors.length : Math.max(1, errors.length)
    count.failed += failed
    if (failed > 0) count.failures.push(`${file}: ${errors[0]?.message ?? 'no results'}`)
  }
  return count
}

function add(count: EngineCount, {name, tests, suites}: TestSuiteResult, file: string): void {
  for (const test of tests) {
    const outcome = test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'
    count[outcome] += 1
    if (outcome === 'skipped') console.log(`${count.name} skipped: ${name} ${test.name}`)
    if (outcome === 'failed') count.failures.push(`${file}: ${name} ${test.name}: ${test.error?.message ?? ''}`)
  }
  for (const suite of suites) add(count, suite, file)
}
