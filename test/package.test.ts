import assert from 'node:assert/strict'
import {existsSync, globSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {brotliCompressSync, constants} from 'node:zlib'

/** Bytes after brotli at its highest quality, as a well-kept server sends them. */
const brotli = (file: string) => brotliCompressSync(readFileSync(file), {params: {[constants.BROTLI_PARAM_QUALITY]: 11}}).length
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | Record<string, string>>
  bin: Record<string, string>
}

/** The README's table of sizes is the budget: a file larger than it says fails here. */
const budgets: [string, RegExp, string[], number][] = [
  ['the script tag', /to see and type \| ([\d.]+) kB/, ['dist/contact-signup.js'], 12],
  ['what loads on first touch', /on first touch \| ([\d.]+) kB/, globSync('dist/chunks/session-*.js'), 60],
  ['a language', /another language \| ([\d.]+) kB/, globSync('dist/chunks/es-*.js'), 1],
]
for (const [what, said, files, limit] of budgets)
  test(`${what} is as light as the README says`, () => {
    const promised = Number(said.exec(readFileSync('README.md', 'utf8'))?.[1])
    assert.equal(files.length, 1)
    assert.ok(promised <= limit, `${promised} kB promised, ${limit} kB allowed`)
    assert.ok(brotli(files[0]!) <= promised * 1000, `${brotli(files[0]!)} bytes`)
    assert.ok(brotli(files[0]!) > promised * 1000 - 500, 'the README says more than it is')
  })

test('the script tag loads nothing at once but itself', () => {
  const entry = readFileSync('dist/contact-signup.js', 'utf8')
  assert.doesNotMatch(entry, /^import|[;}]import[\s{"'*]/m)
  assert.match(entry, /import\(/)
})

test('every entry point exists, with its types', () => {
  const targets = Object.values(manifest.exports).flatMap(entry => (typeof entry === 'string' ? [entry] : Object.values(entry)))
  const files = [...targets, ...Object.values(manifest.bin)].map(target => target.replace('*', 'es'))
  assert.deepEqual(files.filter(file => !existsSync(file)), [])
})

test('the entry points for servers load, and speak for themselves', async () => {
  const {checkContact} = await import('contact-signup/contact')
  const {createProxy} = await import('contact-signup/proxy')
  const {startProxy} = await import('contact-signup/proxy/node')
  const {default: es} = await import('contact-signup/messages/es')
  assert.deepEqual(checkContact({email: 'ada@'}), {ok: false, issues: [{field: 'email', code: 'email_invalid'}]})
  assert.deepEqual([typeof createProxy, typeof startProxy, es.submit], ['function', 'function', 'Suscribirse'])
})
