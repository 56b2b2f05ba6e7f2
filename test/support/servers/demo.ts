import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after} from 'node:test'

/** The demo on free ports, with contacts of its own. */
export interface Demo {
  landing: string
  endpoint: string
  api: string
  /** Everything that the demo has printed. */
  output(): string
  stop(): Promise<void>
}

/** Serves the build, as `npm start` does after it. */
export const startDemo = (env: Record<string, string> = {}): Promise<Demo> => start(['demo/serve.ts'], env)

/** Starts the demo for all tests of a file, and stops it after them. */
export async function useDemo(env: Record<string, string> = {}): Promise<Demo> {
  const demo = await startDemo(env)
  after(() => demo.stop())
  return demo
}

/** Serves the sources, as `npm run dev` does. */
export const startDevDemo = (): Promise<Demo> => start(['--import', './src/build/from-source.ts', 'demo/dev.ts'])

async function start(args: string[], env: Record<string, string> = {}): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'signup-'))
  const DEMO_CONTACTS = join(folder, 'contacts.jsonl')
  const OUTBOX = `file:${join(folder, 'outbox.db')}`
  const child = spawn(process.execPath, args, {
    env: {PATH: process.env.PATH, DEMO_PORT: '0', DEMO_API_PORT: '0', PORT: '0', DEMO_CONTACTS, OUTBOX, ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  while (!/Contact API/.test(output)) await once(child.stdout, 'data')
  const [landing, endpoint, api] = [...output.matchAll(/http:\S+/g)].map(([address]) => address)
  return {
    landing: landing!,
    endpoint: endpoint!,
    api: api!,
    output: () => output,
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

/** The contacts that the stand-in has created. */
export async function contactsOf(demo: Demo): Promise<Record<string, unknown>[]> {
  return (await fetch(`${demo.api}contacts.json`)).json() as Promise<Record<string, unknown>[]>
}
