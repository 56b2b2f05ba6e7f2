import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'

/** The proxy as an operator runs it: a process of its own, which can be killed. */
export interface ProxyProcess {
  /** Names this process to the contact API: it is the account in the path. */
  sender: string
  endpoint: string
  /** Resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

let started = 0
const living = new Set<ChildProcess>()

/** Kills whatever still runs, so that a run that failed comes to its end. */
export function killAll(): void {
  for (const child of living) child.kill('SIGKILL')
}

/** @param entry the command's file; the sources' own by default */
export async function startProxyProcess(
  env: Record<string, string>,
  command: string[] = [process.execPath, 'src/proxy/cli.ts'],
): Promise<ProxyProcess> {
  const sender = `proxy-${(started += 1)}`
  const [file, ...args] = command as [string, ...string[]]
  const child: ChildProcess = spawn(file, args, {
    env: {PATH: process.env.PATH, CONTACT_ACCOUNT_ID: sender, CONTACT_ACCOUNT_SECRET: 'chaos', PORT: '0', ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  living.add(child)
  const gone = once(child, 'exit').finally(() => living.delete(child))
  const lines = createInterface({input: child.stdout!}) // piped above
  const listening = new Promise<string>((resolve, reject) => {
    lines.on('line', line => line.includes('"listening"') && resolve((JSON.parse(line) as {endpoint: string}).endpoint))
    void gone.then(() => reject(new Error('the proxy did not start')))
  })
  return {
    sender,
    endpoint: await listening,
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      await gone
      child.stdout!.destroy() // piped above; what the kernel still holds of it would keep the tests' process waiting
    },
  }
}
