import assert from 'node:assert/strict'
import {existsSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {toSourcePath} from '../../src/build/source-paths.ts'

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
const {paths} = read('tsconfig.json').compilerOptions as {paths: Record<string, string[]>}

const rows: [specifier: string, path: string | undefined][] = [
  ['contact-signup', './src/index.ts'],
  ['contact-signup/proxy', './src/proxy/index.ts'],
  ['contact-signup/proxy/node', './src/proxy/node.ts'],
  ['contact-signup/messages/pt-BR', './src/messages/pt-BR.ts'],
  ['contact-signup/nothing', undefined],
  ['contact-signup-proxy', undefined],
  ['zod', undefined],
]
for (const [specifier, path] of rows)
  test(`${specifier} ${path ? `means ${path}` : 'is no module of this package'}`, () =>
    assert.equal(toSourcePath(specifier, paths), path))

test('tsconfig.json names the source of every entry point that has code', () => {
  const entries = Object.entries(read('package.json').exports as Record<string, string | {default?: string} | null>)
    .filter(([name, target]) => !name.startsWith('./dist/') && typeof target === 'object' && target?.default)
    .map(([name]) => name.replace('.', 'contact-signup'))
  assert.deepEqual(Object.keys(paths), [...entries, '#react'])
  for (const specifier of entries) assert.ok(existsSync(toSourcePath(specifier.replace('*', 'es'), paths)!), specifier)
})
