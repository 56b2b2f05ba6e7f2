import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {text} from 'node:stream/consumers'

/** The proxy in a process of its own, as an operator runs it. */
export interface Command {
  address: string
  endpoint: string
  /** Everything printed to stdout and stderr. */
  output(): string
  /** Sends SIGTERM and resolves with the exit code. */
  stop(): Promise<number>
}

/** Starts `contact-signup-proxy` and resolves when it listens. Throws with its output if it exits. */
export async function startCommand(env: Record<string, string>): Promise<Command> {
  const child = spawn(process.execPath, ['src/proxy/cli.ts'], {
    env: {PATH: process.env.PATH, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  child.stderr.on('data', chunk => (output += chunk))
  const ended = once(child, 'exit')
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    ended.then(async () => Promise.reject(new Error(output || (await text(child.stderr))))),
  ])
  const {endpoint} = JSON.parse(String(line)) as {endpoint: string} // the `listening` event is the first line
  return {
    address: new URL(endpoint).origin,
    endpoint,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await ended
      return code as number
    },
  }
}
