import assert from 'node:assert/strict'
import {existsSync, globSync, readFileSync, statSync} from 'node:fs'
import {isBuiltin} from 'node:module'
import {test} from 'node:test'
import {brotliCompressSync} from 'node:zlib'
import {parseSync} from 'vite'
import {measure, plans} from './support/budget.ts'
import {installedDependencies} from './support/dependencies.ts'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string
  version: string
  exports: Record<string, string | Record<string, string> | null>
  imports: Record<string, string | Record<string, string>>
  bin: Record<string, string>
  peerDependencies: Record<string, string>
}
/** The script tag's files that hold code. Numbering plans and languages are data. */
const scripts = ['dist/contact-signup.js', ...globSync('dist/chunks/*.js')]

interface SourceMap {
  sources: string[]
  sourcesContent: (string | null)[]
}

for (const {what, files, bytes, promised, limit} of measure())
  test(`${what} is as light as the documentation says`, () => {
    assert.ok(files.length > 0 && promised <= limit, `${promised} bytes promised, ${limit} allowed`)
    assert.ok(bytes <= promised, `${bytes} bytes`)
    assert.ok(bytes > promised - 500, `the documentation says more than ${bytes} bytes`)
  })

test('a prerendered form with the default fields in English is as light as the documentation says', async () => {
  const {prerender} = await import('contact-signup/prerender')
  const bytes = brotliCompressSync(await prerender()).length
  const promised =
    Number(/the form in the HTML is ([\d.]+) kB/.exec(readFileSync('demo/docs/speed.md', 'utf8'))![1]) * 1000
  assert.ok(bytes <= promised && promised <= 3000, `${bytes} bytes, ${promised} promised`)
})

test('there is a plan for every country', () => assert.ok(plans().length > 215))

test('the late chunks are those of the budget, and none of them holds another again', () => {
  const names = globSync('dist/chunks/*.js').map(file => /([a-z-]+)-[\w-]{8}\.js$/.exec(file)?.[1])
  assert.deepEqual(names.sort(), [
    'contact',
    'country-picker',
    'custom-fields',
    'email-suggestion',
    'filled-values',
    'hydrate-form',
    'interaction',
    'phone-field',
    'proof-of-work',
    'receipt',
    'session',
  ])
  const marks = {
    'contact-signup.js': 'elementProperties',
    contact: '$ZodObject',
    'phone-field': 'defaultCountry',
    interaction: '1US',
  }
  for (const [name, mark] of Object.entries(marks)) {
    const holders = scripts.filter(file => readFileSync(file, 'utf8').includes(mark))
    assert.deepEqual(
      holders.map(file => file.includes(name)),
      [true],
      `${mark} in ${holders.join()}`,
    )
  }
})

test('the script tag loads nothing at once but itself', () => {
  const entry = readFileSync('dist/contact-signup.js', 'utf8')
  assert.doesNotMatch(entry, /^import|[;}]import[\s{"'*]/m)
  assert.match(entry, /import\(/)
})

test('the script tag’s file begins with one comment, which names its licences, and the chunks have none', () => {
  const comments = scripts.map(file => [file, readFileSync(file, 'utf8').match(/\/\*[!*].*?\*\//gs)])
  const {name, version} = manifest
  assert.deepEqual(
    comments.filter(([, found]) => found !== null),
    [['dist/contact-signup.js', [`/*! ${name} ${version} | MIT | licences: THIRD-PARTY-LICENSES.txt */`]]],
  )
})

test('every package in the script tag’s files has its licence in THIRD-PARTY-LICENSES.txt', () => {
  const sources = scripts.flatMap(file => (JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMap).sources)
  const bundled = new Set(sources.flatMap(source => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []))
  const sections = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8').split(/\n-{80}\n/)
  const licensed = sections.map(section => section.trim().split(' ')[0]!)
  assert.ok(bundled.size > 5)
  assert.deepEqual(
    [...bundled].filter(name => !licensed.includes(name)),
    [],
  )
  for (const section of sections) assert.match(section, /Permission is hereby granted|Redistribution and use/)
})

test('the source maps hold the sources that they name', () => {
  for (const file of scripts) {
    const {sources, sourcesContent} = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMap
    assert.ok(sources.length > 0 && sourcesContent.every(Boolean), file)
  }
})

test('the package’s modules have minified templates, as prerendered forms have: a page’s bundler takes them', () => {
  const modules = globSync('dist/element/**/*.js').map(file => [file, readFileSync(file, 'utf8')] as const)
  assert.ok(modules.filter(([, code]) => /\bhtml ?` /.test(code)).length > 5)
  assert.deepEqual(
    modules.filter(([, code]) => /\b(?:html|css) ?`\s*\n/.test(code)).map(([file]) => file),
    [],
  )
})

test('a user installs ten packages, of less than 26 MB', () => {
  const installed = installedDependencies()
  const files = installed.flatMap(folder => globSync(`${folder}/**`))
  const bytes = [...files, ...globSync('dist/!(docs|wordpress)/**'), ...globSync('dist/*.*')].reduce((sum, file) => {
    const stats = statSync(file)
    return stats.isFile() ? sum + stats.size : sum
  }, 0)
  assert.ok(installed.includes('node_modules/lit'))
  assert.ok(installed.length + 1 <= 10, `contact-signup and ${installed.join()}`)
  assert.ok(bytes > 20e6 && bytes < 26e6, `${bytes} bytes`)
})

test('the package’s modules import only packages that are installed with it, or that a user adds', () => {
  const installed = installedDependencies().map(path => path.slice('node_modules/'.length))
  const allowed = new Set([manifest.name, ...installed, ...Object.keys(manifest.peerDependencies)])
  const imported = globSync('dist/{contact,element,messages,packages,prerender,proxy,react}/**/*.js').flatMap(file =>
    parseSync(file, readFileSync(file, 'utf8')).module.staticImports.map(({moduleRequest}) => moduleRequest.value),
  )
  const packages = imported.flatMap(name => /^(?:@[^/:]+\/)?[^./#@][^/:]*(?=\/|$)/.exec(name)?.[0] ?? [])
  assert.ok(packages.includes('lit') && packages.includes('zod'))
  assert.deepEqual(
    packages.filter(name => !allowed.has(name) && !isBuiltin(name)),
    [],
  )
})

test('every bundled package has its licence beside it', () => {
  for (const folder of ['dist/packages/node', 'dist/packages/web'])
    assert.match(readFileSync(`${folder}/THIRD-PARTY-LICENSES.txt`, 'utf8'), /Permission is hereby granted/)
})

test('every entry point exists, with its types', () => {
  const targets = [...Object.values(manifest.exports), ...Object.values(manifest.imports)].flatMap(entry =>
    typeof entry === 'string' ? [entry] : Object.values(entry ?? {}),
  )
  const files = [...targets, ...Object.values(manifest.bin)].map(target => target.replace('*', 'es'))
  assert.deepEqual(
    files.filter(file => !existsSync(file)),
    [],
  )
})

test('the entry points for servers load, and speak for themselves', async () => {
  const {checkContact} = await import('contact-signup/contact')
  const {createProxy} = await import('contact-signup/proxy')
  const {openOutbox, readEnvironment, startProxy} = await import('contact-signup/proxy/node')
  const {prerender} = await import('contact-signup/prerender')
  const {prerenderSignup} = await import('contact-signup/vite')
  const {default: es} = await import('contact-signup/messages/es')
  assert.deepEqual(checkContact({email: 'ada@'}), {ok: false, issues: [{field: 'email', code: 'email_invalid'}]})
  for (const entry of [createProxy, openOutbox, readEnvironment, startProxy, prerender])
    assert.equal(typeof entry, 'function')
  assert.equal(prerenderSignup().name, 'contact-signup:prerender')
  assert.equal(es.submit, 'Suscribirse')
})

test('every name that a document gives to an entry point is exported there', async () => {
  const documents = [
    ...globSync('*.md'),
    ...globSync('{src,demo,test/bench,test/frameworks}/*.md'),
    ...globSync('src/**/*.md'),
  ]
  const named = documents.flatMap(file => {
    const text = readFileSync(file, 'utf8')
    return [
      ...text.matchAll(/import \{([^}]+)\} from '(contact-signup[\w/-]*)'/g),
      ...text.matchAll(/`(\w+)(?:\(\))?`\s(?:of|from)\s+`(contact-signup[\w/-]*)`/g),
    ].map(([, names, entry]) => ({
      file,
      names: names!
        .split(',')
        .map(name => name.trim().split(' as ')[0]!)
        .filter(name => !name.startsWith('type ')),
      entry: entry!,
    }))
  })
  assert.ok(named.length > 2)
  for (const {file, names, entry} of named) {
    const exported = (await import(entry)) as Record<string, unknown>
    for (const name of names) assert.ok(name in exported, `${name} of ${entry} in ${file}`)
  }
})
