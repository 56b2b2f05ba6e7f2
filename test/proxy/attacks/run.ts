/** Runs all attacks against the running proxy and prints a table: `npm run test:proxy`. Fails if any result differs. */
import {fileURLToPath} from 'node:url'
import {requests, type AttackRequest} from './requests.ts'
import {runScenario, scenarios} from './scenarios.ts'
import {storeScenarios} from './store-scenarios.ts'
import {findLeaks, startTestbed, summarise, type Testbed} from './testbed.ts'

process.chdir(fileURLToPath(new URL('../../..', import.meta.url)))

const results: string[][] = []
const record = (attack: string, probe: string, expected: string, result: string) =>
  results.push([
    attack,
    probe.replace(/\s+/g, ' ').slice(0, 60),
    expected,
    result,
    result === expected ? 'ok' : 'DIFFERS',
  ])

const testbed = await startTestbed()
for (const request of requests)
  record(request.attack, request.probe, request.expected, await sendRequest(request, testbed))
await testbed.close()
for (const scenario of [...scenarios, ...storeScenarios])
  record(scenario.attack, scenario.probe, scenario.expected, await runScenario(scenario).catch(String))

const wrong = results.filter(line => line.at(-1) !== 'ok').length
const lines = [['attack', 'probe', 'expected', 'result', ''], ...results]
const widths = lines[0]!.map((_cell, column) => Math.max(...lines.map(line => line[column]!.length)))
for (const line of lines)
  console.log(
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
console.log(`\n${results.length - wrong} passed, ${wrong} failed`)
process.exit(wrong > 0 ? 1 : 0)

/** Summarises the response, with calls to the contact API and leaks if there are any. */
async function sendRequest({send}: AttackRequest, to: Testbed): Promise<string> {
  const summary = await send(to).then(summarise, (error: Error) =>
    error.message.startsWith('closed after: ') ? 'closed' : String(error),
  )
  const calls = to.api.requests.splice(0).length
  const leaks = findLeaks(to)
  return [summary, calls > 0 ? `${calls} calls` : '', leaks.length > 0 ? `leaked ${leaks}` : '']
    .filter(Boolean)
    .join('; ')
}
