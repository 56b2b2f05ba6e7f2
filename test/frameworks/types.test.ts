import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {globSync, readFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {test} from 'node:test'
import {stripVTControlCharacters} from 'node:util'
import {toCommand, type Framework} from './support/apps.ts'

/** The template checker of each framework. */
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

/** The lines of a checker's errors, as `wrong.vue:12`. */
function errorLines([command, ...args]: readonly string[]): string[] {
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

/** The lines with the tag in a file that must not compile. */
function wrongLines(framework: Framework): string[] {
  const [file] = globSync(join(import.meta.dirname, 'apps', framework, 'wrong.*'))
  const lines = readFileSync(file!, 'utf8').split('\n')
  return lines.flatMap((line, index) =>
    /<contact-signup|<Component/.test(line) ? [`${basename(file!)}:${index + 1}`] : [],
  )
}

for (const [framework, checker] of Object.entries(checkers) as [Framework, string[]][])
  test(`${framework}’s checker accepts the pages and rejects each wrong line`, () => {
    const wrong = wrongLines(framework)
    assert.ok(wrong.length > 5)
    assert.deepEqual([...new Set(errorLines(checker))], wrong)
  })

/** Those of the servers check no wrong lines: their templates have the same types. Next.js checks its app when it builds. */
const serverCheckers = {
  sveltekit: [
    'svelte-check',
    '--workspace',
    'apps/sveltekit',
    '--tsconfig',
    'tsconfig.json',
    '--output',
    'machine',
    '--threshold',
    'error',
  ],
  nuxt: ['vue-tsc', '--noEmit', '-p', 'apps/nuxt', '--pretty', 'false'],
}
for (const [framework, checker] of Object.entries(serverCheckers))
  test(`${framework}’s checker accepts the app`, () => assert.deepEqual(errorLines(checker), []))

test('the tests compile', () => assert.deepEqual(errorLines(['tsc', '-p', '.', '--pretty', 'false']), []))
