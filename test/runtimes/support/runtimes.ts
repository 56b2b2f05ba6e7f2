import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {globSync} from 'node:fs'
import {join} from 'node:path'
import {createInterface} from 'node:readline'

const folder = join(import.meta.dirname, '..')

/** A runtime, and the arguments before the script. */
interface Runtime {
  name: string
  /** Undefined if it is not installed. */
  program: string | undefined
  args: string[]
}

/** The binaries are in packages of their own, one for each platform, of which npm installs the one that fits. */
const find = (pattern: string) => globSync(join(folder, 'node_modules', pattern))[0]

export const runtimes: readonly Runtime[] = [
  {
    name: 'Deno',
    program: find('@deno/*/deno*'),
    args: ['run', '--allow-net', '--allow-env', '--allow-read', '--allow-write', '--allow-sys'],
  },
  {name: 'Bun', program: find('@oven/bun-*/bin/bun*'), args: ['run']},
]

/** Whether `npm ci --ignore-scripts --prefix test/runtimes` has been run, on a platform with both. */
export const isInstalled = (): boolean => runtimes.every(({program}) => program !== undefined)

/** The package as npm would install it. */
export const installed = join(folder, 'node_modules/contact-signup')
export const scripts = {
  command: [join(installed, 'dist/cli.js'), 'proxy'],
  handler: [join(folder, 'support/handler.js')],
}

/** A proxy in a process of a runtime, which ends with the test. */
export interface Running extends AsyncDisposable {
  endpoint: string
  /** Sends a lead, and resolves to the response's status. */
  post(email: string): Promise<number>
  kill(signal: NodeJS.Signals): Promise<void>
}

/** Starts a script, and resolves when it has printed where it listens. Rejects with its output if it ends first. */
export async function start(
  {program, args}: Runtime,
  script: readonly string[],
  env: Record<string, string>,
): Promise<Running> {
  const child = spawn(program!, [...args, ...script], {
    cwd: folder,
    env: {PATH: process.env.PATH, HOME: process.env.HOME, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let output = ''
  child.stderr.on('data', chunk => (output += chunk))
  const lines = createInterface(child.stdout).on('line', line => (output += `${line}\n`))
  const ended = exited.then(() => Promise.reject(new Error(output)))
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string]
  const {endpoint} = JSON.parse(line) as {endpoint: string}
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }
  return {
    endpoint,
    async post(email) {
      const {status} = await fetch(endpoint, {
        method: 'POST',
        headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), connection: 'close'},
        body: JSON.stringify({name_first: 'Ada', email}),
      })
      return status
    },
    kill,
    [Symbol.asyncDispose]: () => kill('SIGKILL'),
  }
}
