import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {globSync, readFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {test} from 'node:test'
import {stripVTControlCharacters} from 'node:util'
import {toCommand, type Framework} from './support/apps.ts'

/** Each framework's own checker of templates. */
const checkers: Record<Framework, readonly string[]> = {
  react: ['tsc', '-p', 'apps/react', '--pretty', 'false'],
  vue: ['vue-tsc', '-p', 'apps/vue', '--pretty', 'false'],
  svelte: [
    'svelte-check',
    '--workspace',
    'apps/svelte',
    '--tsconfig',
    'tsconfig.json',
    '--output',
    'machine',
    '--threshold',
    'error',
  ],
  angular: ['ngc', '-p', 'apps/angular', '--noEmit'],
}

/** Where a checker complains, as `wrong.vue:12`. */
function complaints([command, ...args]: readonly string[]): string[] {
  const {stdout, stderr} = spawnSync(toCommand(command!), args, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const errors = stripVTControlCharacters(stdout + stderr)
    .split('\n')
    .filter(line => /\berror\b/i.test(line))
  return errors.map(line => /([\w.-]+)"?[(: ](\d+)[,:]\d+/.exec(line)?.slice(1).join(':') ?? line)
}

/** Every line of what must not compile that has the tag. */
function wrongLines(framework: Framework): string[] {
  const [file] = globSync(join(import.meta.dirname, 'apps', framework, 'wrong.*'))
  const lines = readFileSync(file!, 'utf8').split('\n')
  return lines.flatMap((line, index) => (line.includes('<contact-signup') ? [`${basename(file!)}:${index + 1}`] : []))
}

for (const [framework, checker] of Object.entries(checkers) as [Framework, string[]][])
  test(`${framework}’s checker accepts the pages, and refuses every line that is wrong`, () => {
    const wrong = wrongLines(framework)
    assert.ok(wrong.length > 5)
    assert.deepEqual([...new Set(complaints(checker))], wrong)
  })

test('the tests themselves compile', () => assert.deepEqual(complaints(['tsc', '-p', '.', '--pretty', 'false']), []))
