/** Tries the whole table against the running proxy and prints it: `npm run test:proxy`. Fails where anything differs. */
import {fileURLToPath} from 'node:url'
import {rows, type Row} from './rows.ts'
import {scenes, see} from './scenes.ts'
import {leaksOf, setStage, toSeen, type Stage} from './stage.ts'

process.chdir(fileURLToPath(new URL('../../..', import.meta.url)))

const printed: string[][] = []
const note = (attack: string, probe: string, expected: string, seen: string) =>
  printed.push([attack, probe.replace(/\s+/g, ' ').slice(0, 60), expected, seen, seen === expected ? 'ok' : 'DIFFERS'])

const stage = await setStage()
for (const row of rows) note(row.attack, row.probe, row.expected, await tryRow(row, stage))
await stage.close()
for (const scene of scenes) note(scene.attack, scene.probe, scene.expected, await see(scene).catch(String))

const wrong = printed.filter(line => line.at(-1) !== 'ok').length
const lines = [['attack', 'probe', 'expected', 'seen', ''], ...printed]
const widths = lines[0]!.map((_cell, column) => Math.max(...lines.map(line => line[column]!.length)))
for (const line of lines)
  console.log(
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
console.log(`\n${printed.length - wrong} passed, ${wrong} failed`)
process.exit(wrong > 0 ? 1 : 0)

/** What is seen of one probe; a call to the contact API or a leak is part of it. */
async function tryRow({ask}: Row, on: Stage): Promise<string> {
  const seen = await ask(on).then(toSeen, (error: Error) =>
    error.message.startsWith('closed after: ') ? 'closed' : String(error),
  )
  const calls = on.api.requests.splice(0).length
  const leaks = leaksOf(on)
  return [seen, calls > 0 ? `${calls} calls` : '', leaks.length > 0 ? `leaked ${leaks}` : ''].filter(Boolean).join('; ')
}
