import {run} from 'node:test'
import {spec} from 'node:test/reporters'
import type {Count} from './count.ts'

/** Runs files on Node's test runner, prints its report, and counts tests (not suites, nor the files themselves). */
export async function runNodeTests(files: string[]): Promise<Count> {
  const count = {passed: 0, failed: 0, skipped: 0}
  const stream = run({files, concurrency: 2})
  stream.on('test:pass', ({details, skip}) => {
    if (details.type !== 'suite') count[skip === undefined ? 'passed' : 'skipped'] += 1
  })
  stream.on('test:fail', ({details}) => {
    if (details.type !== 'suite') count.failed += 1
  })
  for await (const chunk of stream.compose(spec())) process.stdout.write(chunk as string)
  return count
}
