import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {after, test} from 'node:test'
import {prerender, prerenderedStyles, prerenderPage} from 'contact-signup/prerender'
import {installPackage} from '../support/install-package.ts'

const folder = join(process.cwd(), '.cache/prerender-command')
rmSync(folder, {recursive: true, force: true})
mkdirSync(folder, {recursive: true})
after(() => rmSync(folder, {recursive: true}))
const installed = installPackage(folder)

// Writes the URL of each module that is loaded into a file.
writeFileSync(
  join(folder, 'log.mjs'),
  `import {registerHooks} from 'node:module'
  import {appendFileSync} from 'node:fs'
  registerHooks({load: (url, context, next) => (appendFileSync('loaded', url + '\\n'), next(url, context))})`,
)

/** Runs the installed command in a folder of its own, beside settings that no proxy would start with. */
function run(args: string[], {input = '', stdout = 'pipe'}: {input?: string; stdout?: 'pipe' | number} = {}) {
  return spawnSync(process.execPath, ['--import', './log.mjs', join(installed, 'dist/cli.js'), 'prerender', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: {OUTBOX: 'nonsense', OUTBOX_KEY: 'x', CONTACT_API_URL: 'ftp://x', PORT: '-1'},
    stdio: ['pipe', stdout, 'pipe'],
  })
}

test('prints a tag, and loads nothing of the proxy but what prints', async () => {
  const {status, stdout, stderr} = run([
    '--lang',
    'de',
    '--terms-url',
    '/terms',
    '--fields',
    'email* phone',
    '--prefill',
  ])
  const attributes = {lang: 'de', 'terms-url': '/terms', fields: 'email* phone', prefill: true}
  assert.deepEqual([status, stderr, stdout], [0, '', `${await prerender({attributes})}\n`])
  const loaded = readFileSync(join(folder, 'loaded'), 'utf8')
  assert.match(loaded, /\/contact-signup\/dist\/prerender\/index\.js$/m)
  assert.deepEqual(
    [...loaded.matchAll(/\/dist\/proxy\/(.+)/g)].map(([, path]) => path),
    ['commands/output.js', 'commands/node-version.js'],
  )
  assert.doesNotMatch(loaded, /\/node_modules\/(?!contact-signup\/)/)
  assert.deepEqual(
    [...loaded.matchAll(/\/dist\/packages\/(.+)/g)].map(([, path]) => path),
    ['web/leven.js'],
  )
})

test('prints the page that comes in, all of it', async () => {
  const page = `<html lang="es"><contact-signup></contact-signup>${'<p>Hola ☺'.repeat(50_000)}`
  const {status, stdout, stderr} = run(['--page', '-'], {input: page})
  assert.deepEqual([status, stderr, stdout.length], [0, '', (await prerenderPage(page)).length])
})

test('prints the source of the style element that forms have', () => {
  const hash = createHash('sha256').update(prerenderedStyles).digest('base64')
  assert.equal(run(['--csp']).stdout, `'sha256-${hash}'\n`)
  assert.equal(readFileSync('dist/contact-signup.css', 'utf8'), prerenderedStyles)
})

test('refuses what it does not know', () => {
  const {status, stdout, stderr} = run(['--lnag', 'de'])
  assert.deepEqual([status, stdout], [2, ''])
  assert.match(stderr, /^contact-signup: unknown option --lnag\n  contact-signup prerender /)
})

test('fails if its output cannot be written', {skip: process.platform !== 'linux'}, () =>
  assert.equal(run([], {stdout: openSync('/dev/full', 'w')}).status, 1),
)

test('ends quietly if the reader of its output has ended', () => {
  const {stderr} = spawnSync('sh', ['-c', `"${process.execPath}" dist/cli.js prerender | true`], {encoding: 'utf8'})
  assert.equal(stderr, '')
})
