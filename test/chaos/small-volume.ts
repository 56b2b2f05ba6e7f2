import {spawn, spawnSync, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir, userInfo} from 'node:os'
import {join} from 'node:path'
import {until} from '../support/outbox.ts'

/** Users other than root may mount in a user namespace of their own, if the system allows these. */
const unshare = ['--mount', ...(userInfo().uid === 0 ? [] : ['--user', '--map-root-user'])]
const mount = 'mount -t tmpfs -o size="$0" tmpfs "$1"'
const startProxy = `${mount} && exec "$2" src/proxy/cli.ts >"$1/proxy.log"`

/** Whether this user may mount a file system. */
export function canMountVolume(): boolean {
  return (
    spawnSync('unshare', [...unshare, 'sh', '-c', mount, '1m', mkdtempSync(join(tmpdir(), 'signup-disk-'))]).status ===
    0
  )
}

/** A proxy whose outbox and log are on one small file system. */
export class ProxyOnSmallVolume {
  readonly #child: ChildProcess
  readonly #folder: string

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child
    this.#folder = folder
  }

  /** Resolves when the proxy listens. */
  static async start(size: string, env: Record<string, string>): Promise<ProxyOnSmallVolume> {
    const folder = mkdtempSync(join(tmpdir(), 'signup-disk-'))
    const child = spawn('unshare', [...unshare, 'sh', '-c', startProxy, size, folder, process.execPath], {
      env: {
        PATH: process.env.PATH,
        CONTACT_ACCOUNT_ID: 'volume',
        CONTACT_ACCOUNT_SECRET: 'chaos',
        PORT: '0',
        OUTBOX: `file:${join(folder, 'outbox.db')}`,
        ...env,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const volume = new ProxyOnSmallVolume(child, folder)
    await until('the proxy listens', () => existsSync(volume.path('proxy.log')) && volume.log.includes('"listening"'))
    return volume
  }

  /** A file on the volume, which only processes in its mount namespace see under its own name. */
  path(name: string): string {
    return join(`/proc/${this.#child.pid}/root`, this.#folder, name)
  }

  get log(): string {
    return readFileSync(this.path('proxy.log'), 'utf8')
  }

  get endpoint(): string {
    const line = this.log.split('\n').find(line => line.includes('"listening"'))!
    return (JSON.parse(line) as {endpoint: string}).endpoint // as the proxy logs it
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Takes all the space that is left. */
  fill(): void {
    for (const bytes of [4096, 1])
      try {
        for (;;) writeFileSync(this.path('ballast'), Buffer.alloc(bytes), {flag: 'a'})
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error // Node's errors of the file system have a code
      }
  }

  makeRoom(): void {
    rmSync(this.path('ballast'))
  }

  async kill(): Promise<void> {
    const exited = this.isRunning && once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }
}
