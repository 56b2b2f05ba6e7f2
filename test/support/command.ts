import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {text} from 'node:stream/consumers'

/** The proxy as an operator runs it: a process of its own. */
export interface Command {
  address: string
  endpoint: string
  /** Everything it has printed, on either output. */
  output(): string
  /** Stops it as an operator does, and resolves with its exit code. */
  stop(): Promise<number>
}

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
  const {endpoint} = JSON.parse(String(line)) as {endpoint: string} // the first line that it prints
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
