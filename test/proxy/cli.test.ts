import assert from 'node:assert/strict'
import {execFileSync, spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, globSync, openSync, readFileSync, statSync} from 'node:fs'
import {suite, test} from 'node:test'
import type {SettingsTable} from '../../src/proxy/config/setting.ts'
import {evidenceSettings} from '../../src/proxy/config/evidence-settings.ts'
import {outboxSettings, proxySettings, serverSettings} from '../../src/proxy/config/settings.ts'
import {startContactApi} from '../support/contact-api.ts'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string
  bin: Record<string, string>
  peerDependencies: Record<string, string>
}
const programs = {'contact-signup': 'src/cli.ts', 'contact-signup-proxy': 'src/proxy/cli.ts'}
const commands =
  'proxy check leads show export retry release discard pause resume evidence forget audit backup migrate rekey prerender'.split(
    ' ',
  )

/** Runs a program without settings until it exits. */
function run(program: keyof typeof programs, ...args: string[]) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [programs[program], ...args], {
    env: {PATH: process.env.PATH},
    encoding: 'utf8',
    timeout: 20_000,
  })
  return {status, stdout, stderr}
}

suite('contact-signup', () => {
  test('prints its version', () => {
    assert.deepEqual(run('contact-signup', '--version'), {status: 0, stdout: `${manifest.version}\n`, stderr: ''})
  })

  test('prints the usage of all commands without a command, and for an unknown one', () => {
    for (const [args, problem] of [
      [[], 'expected a command'],
      [['serve'], 'unknown command'],
      [['constructor'], 'unknown command'],
      [['help', 'serve'], 'unknown command'],
    ] as const) {
      const {status, stdout, stderr} = run('contact-signup', ...args)
      assert.deepEqual([status, stdout], [2, ''])
      assert.ok(stderr.startsWith(`contact-signup: ${problem}\n`), stderr)
      for (const command of commands) assert.match(stderr, new RegExp(`^  contact-signup ${command}\\b`, 'm'))
    }
  })

  for (const command of commands)
    test(`explains ${command}`, () => {
      const [{status, stdout}, other] = [
        run('contact-signup', command, '--help'),
        run('contact-signup', 'help', command),
      ]
      assert.match(stdout, new RegExp(`^contact-signup ${command}\\b.*\\n  \\w.+\\n`))
      assert.deepEqual([status, other.stdout], [0, stdout])
    })

  test('explains every setting of the proxy in a line: variable, default and what is expected', () => {
    const {stdout} = run('contact-signup', 'proxy', '--help')
    for (const table of [proxySettings, outboxSettings, serverSettings, evidenceSettings] as SettingsTable[])
      for (const {variable} of Object.values(table))
        if (variable) assert.match(stdout, new RegExp(`^  ${variable} \\([^)]+\\): [^\\n]+$`, 'm'))
    assert.match(stdout, /^  PORT \(8787\): a port from 0 to 65535$/m)
    assert.match(stdout, /^  METRICS_TOKEN .*METRICS_TOKEN_FILE, a file that holds it$/m)
  })

  test('ends quietly if the reader of its output has ended', () => {
    const {stderr} = spawnSync('sh', ['-c', `"${process.execPath}" src/cli.ts --help | true`], {encoding: 'utf8'})
    assert.equal(stderr, '')
  })

  test('fails if its output cannot be written', {skip: process.platform !== 'linux'}, () => {
    const {status} = spawnSync(process.execPath, ['src/cli.ts', '--help'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'inherit'],
    })
    assert.equal(status, 1)
  })

  test('explains all of them', () => {
    const {status, stdout} = run('contact-signup', '--help')
    assert.equal(status, 0)
    for (const command of commands) assert.match(stdout, new RegExp(`^contact-signup ${command}\\b`, 'm'))
    assert.match(stdout, /^Exit codes: 0 done, 1 failed or not found, 2 invalid arguments\.$/m)
  })

  test('refuses arguments of `proxy` that it does not know', () => {
    const {status, stderr} = run('contact-signup', 'proxy', '--prot', '80')
    assert.deepEqual([status, stderr], [2, 'contact-signup: unknown option\n  contact-signup proxy [--demo]\n'])
  })
})

for (const [program, args] of [
  ['contact-signup', ['proxy']],
  ['contact-signup-proxy', []],
  ['contact-signup-proxy', ['proxy']],
] as const)
  test(`${[program, ...args].join(' ')} starts the proxy, and names itself if it cannot`, async () => {
    const {status, stderr} = run(program, ...args)
    assert.equal(status, 1)
    assert.ok(stderr.startsWith(`${program}: CONTACT_API_URL: missing, expected an https URL\n`), stderr)
    await using api = await startContactApi()
    const child = spawn(process.execPath, [programs[program], ...args], {
      env: {
        PATH: process.env.PATH,
        CONTACT_API_URL: api.url,
        CONTACT_ACCOUNT_ID: 'acc-1',
        CONTACT_ACCOUNT_SECRET: 's',
        OUTBOX: 'none',
        PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(child.stdout, 'data')
    assert.equal((JSON.parse(String(line)) as {event: string}).event, 'listening')
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [0, null])
  })

const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find(
  path => existsSync(path) && Number(/^v(\d+)/.exec(execFileSync(path, ['--version'], {encoding: 'utf8'}))?.[1]) < 22,
)

suite('on a Node that is too old', () => {
  for (const [name, file] of Object.entries(manifest.bin))
    for (const args of [[], ['--help']])
      test(`${[name, ...args].join(' ')} says so in a line`, t => {
        // Without an old Node on the machine its version is simulated before the program is loaded.
        const version = `Object.defineProperty(process.versions, 'node', {value: '20.20.2'})`
        const [runtime, ...options] = oldNode
          ? [oldNode]
          : [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(version)}`]
        if (!existsSync(file)) return t.skip('is not built')
        const {status, stdout, stderr} = spawnSync(runtime!, [...options, file, ...args], {encoding: 'utf8'})
        assert.match(stderr, new RegExp(`^${name} needs Node 22\\.19 or later, this is 20\\.[\\d.]+\\n$`))
        assert.deepEqual([status, stdout], [1, ''])
      })
})

suite('the package', () => {
  for (const [name, file] of Object.entries(manifest.bin))
    test(`has ${name} as a program`, () => {
      assert.match(readFileSync(file.replace('dist', 'src').replace('.js', '.ts'), 'utf8'), /^#!\/usr\/bin\/env node\n/)
      assert.ok(name in programs)
    })

  test('is the only package that a document gives to npx', () => {
    const documents = [...globSync('*.md'), ...globSync('src/**/*.{md,service}'), ...globSync('src/**/Containerfile')]
    const given = documents.flatMap(file => {
      assert.ok(statSync(file).isFile())
      return [...readFileSync(file, 'utf8').matchAll(/\b(?:npx|npm exec|npm install|npm i)(?: -\S+)* ([^\s`]+)/g)]
    })
    const names = given.map(([, name]) => name!.replace(/^\.\/contact-signup-[\d.]+\.tgz$/, 'contact-signup'))
    // What a page or a proxy may need beside it, and the tool with which Cloudflare deploys a Worker.
    const others = [...Object.keys(manifest.peerDependencies), 'wrangler']
    assert.deepEqual(
      [...new Set(names)].filter(name => !others.includes(name.replace(/@\d+$/, ''))),
      ['contact-signup'],
    )
  })
})
