import assert from 'node:assert/strict'
import {test} from 'node:test'
import {retryImports, secondAddress, toCopy} from '../../src/build/second-address.ts'

/** The addresses that code imports, in order, where those of `missing` fail. */
async function importsOf(code: string, missing: RegExp, onLine = true): Promise<string[]> {
  const asked: string[] = []
  const load = async (address: string): Promise<string> => {
    asked.push(address)
    if (missing.test(address)) throw new Error(`missing: ${address}`)
    return address
  }
  const run = new Function('load', 'navigator', `return ${code.replaceAll('import(', 'load(')}`) as (
    ...values: unknown[]
  ) => Promise<string>
  await run(load, {onLine}).catch((error: Error) => asked.push(error.message))
  return asked
}

const [inEntry, inChunk] = ['import("./chunks/session-12345678.js")', 'import("./custom-fields-12345678.js")']

test('an import that succeeds is made once', async () => {
  assert.deepEqual(await importsOf(retryImports(inEntry), /^$/), ['./chunks/session-12345678.js'])
})

test('an import that fails is tried again from the other folder, by the entry as by a chunk', async () => {
  assert.deepEqual(await importsOf(retryImports(inEntry), /chunks/), [
    './chunks/session-12345678.js',
    './retry/session-12345678.js',
  ])
  assert.deepEqual(await importsOf(retryImports(inChunk), /^\.\/custom/), [
    './custom-fields-12345678.js',
    '../retry/custom-fields-12345678.js',
  ])
})

test('the copy of a chunk tries again from the chunks', async () => {
  assert.deepEqual(await importsOf(toCopy(retryImports(inChunk)), /^\.\/custom/), [
    './custom-fields-12345678.js',
    '../chunks/custom-fields-12345678.js',
  ])
})

test('an import that fails twice fails', async () => {
  const asked = await importsOf(retryImports(inEntry), /session/)
  assert.deepEqual(asked.slice(2), ['missing: ./retry/session-12345678.js'])
})

test('an import that fails without a network fails at once', async () => {
  assert.deepEqual(await importsOf(retryImports(inEntry), /session/, false), [
    './chunks/session-12345678.js',
    'missing: ./chunks/session-12345678.js',
  ])
})

test('static imports, other code and the lines stay as they are', () => {
  const code = 'import {a} from "./chunks/a.js";\nconst b = import(`./plans/${a}.js`);\n'
  assert.equal(retryImports(code), code)
  assert.equal(retryImports(`\n\n${inEntry}\n`).split('\n').length, 4)
})

test('the copy of a chunk has the chunk’s source map, and the same static imports', () => {
  const code = 'import{a}from"../contact-signup.js";import{b}from"./b.js";\n//# sourceMappingURL=c-12345678.js.map'
  assert.equal(toCopy(code), code.replace('c-1', '../chunks/c-1'))
})

test('the plugin emits a copy of each late chunk', () => {
  const {generateBundle} = secondAddress()
  assert.ok(typeof generateBundle === 'function')
  const emitted: object[] = []
  const bundle = {
    'contact-signup.js': {type: 'chunk', fileName: 'contact-signup.js', code: 'entry'},
    'chunks/a-12345678.js': {type: 'chunk', fileName: 'chunks/a-12345678.js', code: 'a'},
    'chunks/words/de.js': {type: 'asset', fileName: 'chunks/words/de.js', source: 'de'},
  }
  generateBundle.call({emitFile: (file: object) => emitted.push(file)} as never, {} as never, bundle as never, true)
  assert.deepEqual(emitted, [{type: 'asset', fileName: 'retry/a-12345678.js', source: 'a'}])
})
