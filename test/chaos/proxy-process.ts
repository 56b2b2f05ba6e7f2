import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'

/** The proxy in a process of its own, which can be killed. */
export interface ProxyProcess {
  /** Identifies this process to the contact API, as the account in the path. */
  sender: string
  endpoint: string
  /** Sends a signal, SIGKILL by default, and resolves when the process has exited. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

let started = 0
const running = new Set<ChildProcess>()

/** Kills every proxy process that is still running, so that a failed test can exit. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL')
}

/**
 * @param command the command line; by default it runs the source of the proxy
 * @param onLine called with each line of the log
 */
export async function startProxyProcess(
  env: Record<string, string>,
  command: string[] = [process.execPath, 'src/proxy/cli.ts'],
  onLine: (line: string) => void = () => {},
): Promise<ProxyProcess> {
  const sender = `proxy-${(started += 1)}`
  const secret: Record<string, string> = env.CONTACT_ACCOUNT_SECRET_FILE ? {} : {CONTACT_ACCOUNT_SECRET: 'chaos'}
  const account = {CONTACT_ACCOUNT_ID: sender, ...secret}
  const [file, ...args] = command as [string, ...string[]]
  const child: ChildProcess = spawn(file, args, {
    env: {PATH: process.env.PATH, ...account, PORT: '0', ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const exited = once(child, 'exit').finally(() => running.delete(child))
  const lines = createInterface({input: child.stdout!}).on('line', onLine) // piped above
  const listening = new Promise<string>((resolve, reject) => {
    lines.on('line', line => line.includes('"listening"') && resolve((JSON.parse(line) as {endpoint: string}).endpoint))
    void exited.then(() => reject(new Error('the proxy did not start')))
  })
  return {
    sender,
    endpoint: await listening,
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      await exited
      child.stdout!.destroy() // unread output in the pipe would keep the test process alive
    },
  }
}
