import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import {setTimeout as after} from 'node:timers/promises'
import {TZ} from './browser.ts'
import type {Driver} from './webdriver-launcher.ts'

/** Paths of the three programs that drive WebKitGTK. */
export interface WebKit {
  browser: string
  driver: string
  screen: string
}

/** Starts the driver on a free port and its own screen, where no other window takes the focus. */
export async function startWebKit({browser, driver, screen}: WebKit): Promise<Driver> {
  const home = createHome()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1)) // the exit handlers end the programs
  const xvfb = start(screen, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'])
  const [display] = await xvfb.unlessEnded(once(xvfb.child.stdio[3] as Readable, 'data'))
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const webdriver = start(driver, [`--port=${port}`, '--host=127.0.0.1'], {
    PATH: process.env.PATH,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    DISPLAY: `:${String(display).trim()}`,
    LANG: 'en_US.UTF-8',
    TZ,
    GDK_BACKEND: 'x11',
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1', // there may be no desktop
  })
  await webdriver.unlessEnded(waitForStatus(`${address}/status`))
  return {
    address,
    capabilities: {
      browserName: 'MiniBrowser',
      pageLoadStrategy: 'none',
      'webkitgtk:browserOptions': {binary: browser, args: ['--automation']},
    },
    async stop() {
      await webdriver.stop()
      await xvfb.stop()
      rmSync(home, {recursive: true, force: true, maxRetries: 5, retryDelay: 100})
    },
  }
}

/** Creates a home folder without user settings. GTK's style lets the toolbar and the list of downloads become as narrow as a phone. */
function createHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'webkit-'))
  const looks = join(home, '.config', 'gtk-3.0')
  mkdirSync(looks, {recursive: true})
  writeFileSync(
    join(looks, 'gtk.css'),
    'entry, button {min-width: 0; padding: 0} infobar * {min-width: 0; padding: 0; margin: 0; font-size: 1px}',
  )
  return home
}

interface Started {
  child: ChildProcess
  /** Settles as the promise, or rejects as soon as the program ends. */
  unlessEnded<T>(awaited: Promise<T>): Promise<T>
  stop(): Promise<void>
}

function start(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Started {
  const child = spawn(program, args, {env, stdio: ['ignore', 'ignore', 'ignore', 'pipe']})
  const ended = once(child, 'exit')
  const kill = () => void child.kill()
  process.once('exit', kill)
  return {
    child,
    unlessEnded: async awaited =>
      Promise.race([awaited, ended.then(([code]) => Promise.reject(new Error(`${program} ended with ${code}`)))]),
    async stop() {
      process.off('exit', kill)
      kill()
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function waitForStatus(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (
      await fetch(url).then(
        ({ok}) => ok,
        () => false,
      )
    )
      return
    await after(100)
  }
  throw new Error(`no response from ${url}`)
}
