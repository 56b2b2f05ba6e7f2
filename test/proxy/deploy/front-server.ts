import {spawn, spawnSync, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {certificates, privateKey} from '../../support/certificates.ts'
import {freePort} from '../../support/free-port.ts'
import {until} from '../../support/outbox.ts'

/** The host of the test certificate, in place of the one in the samples. */
export const host = 'localhost'

export interface FrontServer {
  /** On 127.0.0.1 and on ::1, with TLS. */
  port: number
  stop(): Promise<void>
}

/** A server with the configuration that the package contains. */
export interface FrontServerKind {
  name: string
  isInstalled: boolean
  /** Seconds that a stopping proxy must still take leads, as the sample says. */
  drainTime: number
  /** Whether it always sends a lead again by itself if the connection to a proxy breaks. Otherwise the form does. */
  sendsAgain: boolean
  /** How it refuses a body that no form sends. */
  hugeBodyStatuses: readonly number[]
  start(proxyPorts: readonly number[]): Promise<FrontServer>
}

const debianPath = `${process.env.PATH}:/usr/sbin` // where nginx is, outside the PATH of most users
const canRun = (program: string, ...args: string[]) =>
  spawnSync(program, args, {env: {PATH: debianPath}, stdio: 'ignore'}).status === 0

export const nginx: FrontServerKind = {
  name: 'nginx',
  isInstalled: canRun('nginx', '-v'),
  drainTime: 0,
  sendsAgain: true,
  hugeBodyStatuses: [413],
  start: proxyPorts =>
    startWith('nginx.conf', proxyPorts, ({folder, port, sample}) => {
      // What Debian's package compiles in, for a folder of the test.
      const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        name => `${name}_temp_path ${folder}/${name};`,
      )
      const config = sample
        .replace('http {', `http {\naccess_log off;\n${paths.join('\n')}\n`)
        .replaceAll('listen 443', `listen ${port}`)
        .replaceAll('listen [::]:443', `listen [::1]:${port}`)
        .replaceAll('/etc/nginx/tls/fullchain.pem', `${folder}/cert.pem`)
        .replaceAll('/etc/nginx/tls/key.pem', `${folder}/key.pem`)
        .replaceAll('forms.example.com', host)
      return {
        config,
        command: ['nginx', '-e', 'stderr', '-g', `daemon off; pid ${folder}/pid;`, '-c', `${folder}/config`],
      }
    }),
}

export const caddy: FrontServerKind = {
  name: 'Caddy',
  isInstalled: canRun('caddy', 'version'),
  drainTime: 5,
  sendsAgain: false,
  hugeBodyStatuses: [413, 502], // before version 2.7: 502
  start: proxyPorts =>
    startWith('Caddyfile', proxyPorts, ({folder, port, sample}) => {
      // Without a listener for other programs, and without one for http.
      const config = sample
        .replace('{\n', '{\n\tadmin off\n\tauto_https disable_redirects\n')
        .replaceAll('forms.example.com {', `https://${host}:${port} {\n\ttls ${folder}/cert.pem ${folder}/key.pem\n`)
      return {config, command: ['caddy', 'run', '--adapter', 'caddyfile', '--config', `${folder}/config`]}
    }),
}

interface Place {
  folder: string
  port: number
  /** The sample, with the addresses of the test's proxies. */
  sample: string
}

async function startWith(
  file: string,
  proxyPorts: readonly number[],
  configure: (place: Place) => {config: string; command: string[]},
): Promise<FrontServer> {
  const folder = mkdtempSync(join(tmpdir(), 'signup-front-'))
  chmodSync(folder, 0o755) // nginx's workers run as another user
  writeFileSync(join(folder, 'cert.pem'), certificates.valid)
  writeFileSync(join(folder, 'key.pem'), privateKey)
  const port = await freePort()
  const sample = readFileSync(`src/proxy/deploy/${file}`, 'utf8').replaceAll(
    /proxy-(\d):8787/g,
    (_, number: string) => `127.0.0.1:${proxyPorts[Number(number) - 1]}`,
  )
  const {config, command} = configure({folder, port, sample})
  writeFileSync(join(folder, 'config'), config)
  const stop = await startProcess(command, folder, port)
  return {port, stop: () => stop().finally(() => rmSync(folder, {recursive: true, force: true}))}
}

/** Resolves when it listens, with how to stop it. */
async function startProcess([program, ...args]: string[], folder: string, port: number): Promise<() => Promise<void>> {
  const child: ChildProcess = spawn(program!, args, {
    env: {PATH: debianPath, HOME: folder},
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const output = text(child.stderr!) // piped
  const exited = once(child, 'exit')
  let hasExited = false
  void exited.then(() => (hasExited = true))
  await until(`${program} to listen`, async () => hasExited || (await isListening(port)))
  if (hasExited) throw new Error(await output)
  return async () => {
    child.kill('SIGTERM')
    await exited
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.unref().on('connect', () => socket.destroy())
  })
}
