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

const chunk = (name: string) => globSync(`dist/chunks/${name}-*.js`)
const plans = globSync('dist/chunks/plans-*/*.js')
/** The README's table of sizes is the budget, in kB: what is larger than it says fails here, and so does what it makes look larger. */
const budgets: [what: string, said: RegExp, files: string[], limit: number][] = [
  ['the script tag', /to see and type \| ([\d.]+) kB/, ['dist/contact-signup.js'], 9],
  ['the first touch', /first touch of any field but the phone \| ([\d.]+) kB/, [...chunk('country-choices'), ...chunk('contact')], 14],
  ['the first touch of the phone', /first touch of the phone \| ([\d.]+) kB/, [...chunk('country-choices'), ...chunk('phone-field')], 14],
  ['the first key', /first key \| ([\d.]+) kB/, chunk('session'), 5],
  ['a language', /another language \| ([\d.]+) kB/, chunk('es'), 1],
]
for (const [what, said, files, limit] of budgets)
  test(`${what} is as light as the README says`, () => {
    const promised = Number(said.exec(readFileSync('README.md', 'utf8'))?.[1])
    const bytes = files.map(brotli).reduce((sum, size) => sum + size, 0)
    assert.ok(files.length > 0 && promised <= limit, `${promised} kB promised, ${limit} kB allowed`)
    assert.ok(bytes <= promised * 1000, `${bytes} bytes`)
    assert.ok(bytes > promised * 1000 - 500, `the README says more than ${bytes} bytes`)
  })

test('no numbering plan is heavier than 2.7 kB', () => {
  assert.ok(plans.length > 215)
  assert.deepEqual(plans.filter(file => brotli(file) > 2700), [])
})

test('the late chunks are those of the budget, and none of them holds another again', () => {
  const names = globSync('dist/chunks/*.js').map(file => /([a-z-]+)-[\w-]{8}\.js$/.exec(file)?.[1])
  assert.deepEqual(names.sort(), ['contact', 'country-choices', 'es', 'phone-field', 'session'])
  const marks = {'contact-signup.js': '_$litType$', contact: '$ZodObject', 'phone-field': 'defaultCountry', 'country-choices': '1US'}
  for (const [name, mark] of Object.entries(marks)) {
    const holders = ['dist/contact-signup.js', ...globSync('dist/chunks/*.js')].filter(file => readFileSync(file, 'utf8').includes(mark))
    assert.deepEqual(holders.map(file => file.includes(name)), [true], `${mark} in ${holders.join()}`)
  }
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
