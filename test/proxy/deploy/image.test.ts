import assert from 'node:assert/strict'
import type {ChildProcess} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {once} from 'node:events'
import {chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after, before, suite, test} from 'node:test'
import {text} from 'node:stream/consumers'
import manifest from '../../../package.json' with {type: 'json'}
import {startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {freePort} from '../../support/free-port.ts'
import {person} from '../../support/proxy.ts'
import {baseEnv, writeBase} from './image/base.ts'
import {findBuilder} from './image/build.ts'
import {canRunContainers, runInContainer, startInContainer} from './image/container.ts'
import {run, succeeds, type Image} from './image/image.ts'
import {replay} from './image/replay.ts'

const file = 'src/proxy/deploy/Containerfile'
const containerfile = readFileSync(file, 'utf8')
const baseImage = /^FROM (\S+)$/m.exec(containerfile)![1]!
const packageFile = `contact-signup-${manifest.version}.tgz`
/** The command that the Containerfile gives for the files beside it. */
const pin = `npm install --package-lock-only --save-exact ./${packageFile}`
/** Seconds, as in the Containerfile's own command. */
const stopTimeout = Number(/--stop-timeout (\d+)/.exec(containerfile)![1])

const needs = {
  'Linux and root': canRunContainers,
  'the npm registry': succeeds('npm', 'ping'),
}
const missing = Object.entries(needs).filter(([, isThere]) => !isThere)

const title = 'the image of the Containerfile'
if (missing.length === 0) suite(title, testImage)
else test(title, {skip: `needs ${missing.map(([name]) => name).join(' and ')}`}) // a skipped suite would not be counted

function testImage() {
  const folder = mkdtempSync(join(tmpdir(), 'signup-image-'))
  const context = join(folder, 'context')
  const base = join(folder, 'base')
  before(() => {
    mkdirSync(context)
    run('npm', ['pack', '--ignore-scripts', '--pack-destination', context])
    copyFileSync(file, join(context, 'Containerfile'))
    run('npm', [...pin.split(' ').slice(1), 'pg@8', '--prefer-offline'], {cwd: context})
    writeBase(base)
  })
  after(() => rmSync(folder, {recursive: true, force: true}))

  test('pins the versions of the base image and of the package', () => {
    assert.match(baseImage, /:\d+\.\d+\.\d+-slim(?:@sha256:[0-9a-f]{64})?$/)
    assert.ok(containerfile.includes(`#   ${pin}\n`), pin)
  })

  test('works when a builder builds it', {timeout: 100_000}, async t => {
    const builder = findBuilder(folder, baseImage, base)
    if (!builder) return t.skip('neither Docker nor podman is on this machine')
    await checkImage(builder.build(context, `signup-${randomUUID()}`), folder)
  })

  test('works when its instructions run one after the other', {timeout: 60_000}, () =>
    checkImage(replay(containerfile, context, base, baseEnv), folder),
  )
}

async function checkImage(image: Image, folder: string): Promise<void> {
  checkFiles(image)
  await using api = await startContactApi()
  const container = await startContainer(image, api, mkdtempSync(join(folder, 'data-')))
  try {
    await container.listening
    assert.ok(container.isHealthy())
    await checkLead(container.port, api)
    assert.ok(existsSync(join(container.data, 'outbox.db')), 'the outbox is in the volume')
  } finally {
    container.process.kill(image.stopSignal)
  }
  const startedAt = performance.now()
  assert.deepEqual(await container.exited, [0, null], await container.errors)
  assert.ok(performance.now() - startedAt < stopTimeout * 1000)
  assert.ok(!container.isHealthy(), 'the health check notices that the proxy has stopped')
}

function checkFiles({root, user, command, env, volumes}: Image): void {
  assert.deepEqual([user, volumes, command[0], env.NODE_ENV], ['node', ['/data'], 'node', 'production'])
  const modules = join(root, 'app/node_modules')
  assert.ok(existsSync(join(modules, 'contact-signup/dist/cli.js')) && existsSync(join(modules, 'pg')))
  for (const name of ['typescript', 'oxlint', 'react']) assert.ok(!existsSync(join(modules, name)), name)
  const owners = ['app', 'app/node_modules', 'data'].map(path => statSync(join(root, path)).uid)
  assert.deepEqual(owners, [0, 0, 1000], 'the proxy can change its data only')
}

/** Starts the image as the Containerfile says: with a read-only root, and a volume for the outbox. */
async function startContainer(image: Image, api: ContactApi, data: string) {
  chownSync(data, 1000, 1000) // a new volume has the owner of the folder in the image
  const port = await freePort()
  const settings = {CONTACT_API_URL: api.url, CONTACT_ACCOUNT_ID: 'acc-1', CONTACT_ACCOUNT_SECRET: 'secret'}
  const options = {
    root: image.root,
    user: image.user,
    workingDirectory: image.workingDirectory,
    readOnly: true,
    env: {...image.env, ...settings, PORT: String(port)},
    mounts: {[data]: image.volumes[0]!},
  }
  const isHealthy = () => runInContainer(image.healthCommand, options).status === 0
  assert.ok(!isHealthy(), 'nothing runs yet')
  const process: ChildProcess = startInContainer(image.command, options)
  const exited = once(process, 'exit')
  const errors = text(process.stderr!)
  const listening = Promise.race([
    once(process.stdout!, 'data'), // the first line of the log
    exited.then(async () => Promise.reject(new Error(await errors))),
  ])
  process.stdout!.resume()
  return {data, port, isHealthy, process, exited, errors, listening}
}

async function checkLead(port: number, api: ContactApi): Promise<void> {
  const {status} = await fetch(`http://127.0.0.1:${port}/api/signup`, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': randomUUID()},
    body: JSON.stringify(person),
  })
  assert.deepEqual([status, api.requests.map(({body}) => body.email)], [201, [person.email]])
}
