import assert from 'node:assert/strict'
import {execFileSync, spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {globSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {after, test} from 'node:test'
import {installedDependencies} from '../support/dependencies.ts'
import {until} from '../support/outbox.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

/** The section of the documentation that a newcomer follows. */
const section = readFileSync('demo/docs/start.md', 'utf8').split(/^## /m)[1]!
const blocks = (language: string) =>
  [...section.matchAll(new RegExp(`^\`\`\`${language}\n(.+?)^\`\`\``, 'gms'))].map(([, block]) => block!)
const [install = '', demo = '', server = ''] = blocks('sh')
const [page = ''] = blocks('html')

const folder = mkdtempSync(join(tmpdir(), 'contact-signup-'))
const children: ChildProcess[] = []
after(async () => {
  for (const child of children) {
    child.kill('SIGINT')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  rmSync(folder, {recursive: true})
})
const browser = await useBrowser()

/** Runs the commands of the documentation. Their packages come from this project: its own, packed, and installed ones. */
function runInstall(commands: string): void {
  for (const command of commands.trim().split('\n')) {
    const [program, ...args] = command.split(' ')
    const isInstall = args[0] === 'install'
    if (isInstall) writeOverrides()
    const sources = isInstall ? args.slice(1).map(toSource) : args.slice(1)
    const options = isInstall ? ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'] : []
    execFileSync(program!, [args[0]!, ...options, ...sources], {cwd: folder, stdio: ['ignore', 'ignore', 'pipe']})
  }
}

function toSource(name: string): string {
  if (name !== 'contact-signup') return `file:${resolve('node_modules', name)}`
  execFileSync('npm', ['pack', '--ignore-scripts', '--loglevel', 'error', '--pack-destination', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return `./${globSync('contact-signup-*.tgz', {cwd: folder})[0]}`
}

/** Without a registry, the package's dependencies are those that are installed here. */
function writeOverrides(): void {
  const file = join(folder, 'package.json')
  const names = installedDependencies().map(path => path.split('node_modules/').at(-1)!)
  const overrides = Object.fromEntries(names.map(name => [name, `file:${resolve('node_modules', name)}`]))
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({...manifest, overrides}))
}

/** Starts a command that runs on, and returns what it prints. The program itself is run: npx does not pass signals on. */
function start(command: string, env: Record<string, string> = {}): () => string {
  const [npx, program, ...args] = command.trim().split(' ')
  assert.equal(npx, 'npx')
  const child = spawn(join(folder, 'node_modules/.bin', program!), args, {
    cwd: folder,
    env: {PATH: process.env.PATH, NO_COLOR: '1', ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  let output = ''
  child.stdout!.on('data', chunk => (output += chunk))
  return () => output
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const {port} = probe.address() as AddressInfo
  await new Promise(closed => probe.close(closed))
  return port
}

test('a newcomer who follows the documentation in an empty folder sees a lead arrive', async () => {
  runInstall(install)
  const port = String(await findFreePort()) // the documented one may be in use on the machine that tests
  assert.ok(page.includes(':8787/'), 'the page names the port of the demo')
  writeFileSync(join(folder, 'index.html'), page.replace(':8787/', `:${port}/`))
  const printed = start(demo, {PORT: port})
  await until('the demo', () => printed().includes('Stop it with'))
  const served = start(server)
  const address = await until('the server of the page', () => /http:\/\/localhost:\d+\//.exec(served())?.[0])
  const visitor = await Visitor.visit(browser, address)
  await visitor.type('name_first', 'Ada')
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
  await until('the lead', () => printed().includes('Lead 1'))
  assert.match(printed().split('Lead 1\n')[1]!, /name_first +Ada\n {2}email +ada@example\.com\n/)
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
})

test('the page of the demo itself posts a lead too', async () => {
  const port = String(await findFreePort())
  const printed = start(demo, {PORT: port})
  await until('the demo', () => printed().includes('Stop it with'))
  const visitor = await Visitor.visit(browser, /Form +(\S+)/.exec(printed())![1]!)
  await visitor.type('email', 'grace@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
  await until('the lead', () => /email +grace@example\.com/.test(printed()))
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
})
