import assert from 'node:assert/strict'
import {execFileSync, spawnSync} from 'node:child_process'
import {globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join, normalize, resolve} from 'node:path'
import {after, test} from 'node:test'
import {publint} from 'publint'
import {formatMessage} from 'publint/utils'
import manifest from '../package.json' with {type: 'json'}
import {linkDependencies} from './support/dependencies.ts'

const folder = mkdtempSync(join(tmpdir(), 'contact-signup-'))
after(() => rmSync(folder, {recursive: true}))

/** The package as `npm publish` would send it; its files come from the build that the tests run on. */
const [{filename, files}] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--loglevel', 'error', '--pack-destination', folder], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }),
) as [{filename: string; files: {path: string}[]}]
const tarball = join(folder, filename)
const published = files.map(({path}) => path)

test('TypeScript finds the types of every entry point', () => {
  const {status, stdout} = spawnSync(
    process.execPath,
    [
      'node_modules/@arethetypeswrong/cli/dist/index.js',
      tarball,
      '--profile=esm-only',
      '--format=ascii',
      '--exclude-entrypoints=dist/contact-signup.css', // has no types
    ],
    {encoding: 'utf8'},
  )
  assert.equal(status, 0, stdout)
  assert.match(stdout, /contact-signup\/proxy\/node/)
})

test('the types of the entry points need no packages but those that are installed', () => {
  const site = join(folder, 'types')
  const target = join(site, 'node_modules/contact-signup')
  mkdirSync(target, {recursive: true})
  execFileSync('tar', ['-xf', tarball, '-C', target, '--strip-components=1'])
  linkDependencies(site)
  for (const types of ['node', 'react']) {
    mkdirSync(join(site, 'node_modules/@types'), {recursive: true})
    symlinkSync(resolve('node_modules/@types', types), join(site, 'node_modules/@types', types), 'junction')
  }
  const entries = Object.entries(manifest.exports).flatMap(([path, target]) =>
    typeof target === 'object' && target && 'default' in target && !/\*|^\.\/dist|worker$|vite$/.test(path)
      ? [path]
      : [],
  )
  assert.ok(entries.includes('./prerender'))
  writeFileSync(join(site, 'main.ts'), entries.map(path => `import 'contact-signup${path.slice(1)}'\n`).join(''))
  const options = '--noEmit --strict --module nodenext --target es2022 --jsx react-jsx --skipLibCheck false'
  const lib = 'es2023,dom,dom.iterable,esnext.disposable'
  const args = [resolve('node_modules/typescript/bin/tsc'), ...options.split(' '), '--lib', lib, 'main.ts']
  const {status, stdout} = spawnSync(process.execPath, args, {cwd: site, encoding: 'utf8'})
  assert.deepEqual([status, stdout], [0, ''])
})

test('publint finds nothing to correct', async () => {
  const packed = readFileSync(tarball)
  const {messages, pkg} = await publint({pack: {tarball: new Uint8Array(packed).buffer}, strict: true})
  assert.equal(pkg.name, manifest.name)
  assert.deepEqual(
    messages.map(message => formatMessage(message, pkg, {color: false})),
    [],
  )
})

test('every file and folder that a document links is in the package', () => {
  const documents = published.filter(path => path.endsWith('.md'))
  assert.ok(published.includes('dist/llms.txt') && !published.some(path => path.startsWith('dist/docs/')))
  assert.ok(documents.includes('README.md') && documents.includes('src/proxy/README.md'))
  const links = documents.flatMap(path =>
    [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)/g)].map(([, link]) => ({
      path,
      target: normalize(join(path, '..', link!))
        .replaceAll('\\', '/')
        .replace(/\/$/, ''),
    })),
  )
  assert.ok(links.length > 20)
  assert.deepEqual(
    links.filter(({target}) => !published.some(path => path === target || path.startsWith(`${target}/`))),
    [],
  )
})

test('each language can be imported, and nothing else beside them', () => {
  const readme = readFileSync('README.md', 'utf8')
  const languages = /one of \d+: ([^|]+?) \|/.exec(readme)![1]!.split(' ')
  assert.ok(languages.length > 50)
  const canResolve = (name: string): boolean => {
    try {
      import.meta.resolve(`contact-signup/messages/${name}`)
      return true
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ERR_PACKAGE_PATH_NOT_EXPORTED')
      return false
    }
  }
  const modules = globSync('dist/messages/*.js').map(file => basename(file, '.js'))
  assert.deepEqual(modules.filter(canResolve).sort(), languages.toSorted())
})
